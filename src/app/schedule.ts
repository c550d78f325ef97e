import { clearStaleTyping } from '../chat/index.ts'
import { clearDoneOutbox, sweepOutbox } from '../platform/jobs/outbox-sweep.ts'
import type { RecurringJob } from '../platform/jobs/job.ts'

/** Everything that is done again and again. Each says why, next to what it does. */
export const schedule: RecurringJob[] = [sweepOutbox, clearDoneOutbox, clearStaleTyping]
