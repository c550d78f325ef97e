import { clearStaleTyping } from '../chat/index.ts'
import { clearEndedInvitations } from '../members/index.ts'
import { clearOldNotifications, remindOfDays } from '../notifications/index.ts'
import type { RecurringJob } from '../platform/jobs/job.ts'
import { clearDoneOutbox, sweepOutbox } from '../platform/jobs/outbox-sweep.ts'
import type { RecurringJobName } from './schedule.ts'

/** What is done when it is due. */
export const recurringJobs: Record<RecurringJobName, RecurringJob> = {
  'sweep-outbox': sweepOutbox,
  'clear-done-outbox': clearDoneOutbox,
  'clear-stale-typing': clearStaleTyping,
  'remind-of-days': (services) => remindOfDays(services),
  'clear-ended-invitations': (services) => clearEndedInvitations(services),
  'clear-old-notifications': (services) => clearOldNotifications(services),
}
