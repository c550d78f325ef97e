/** When something is done again and again, and why. */
export interface RecurringPlan {
  everyMs: number
  why: string
}

/**
 * Everything that is done again and again, on one page. What each does is in `recurring-jobs.ts`: the scheduler only says that it
 * is due, and so needs neither the database nor the slices.
 */
export const schedule = {
  'sweep-outbox': {
    everyMs: 5_000,
    why: 'What a change owes (a notification) happens even if Redis or a process died right after its commit.',
  },
  'clear-done-outbox': {
    everyMs: 60 * 60 * 1000,
    why: 'Rows of jobs that were done serve for looking back for a week, then only take space.',
  },
  'clear-stale-typing': {
    everyMs: 60_000,
    why: 'Whoever closed the page while typing left a row that nobody else will clear.',
  },
  'remind-of-days': {
    everyMs: 5 * 60_000,
    why: 'A task that is due soon, or was due, is told to those who are to do it, from seven in the morning of their own day on.',
  },
  'clear-ended-invitations': {
    everyMs: 60 * 60_000,
    why: 'A link that ran out or was revoked a month ago leads nowhere, and its row is only a trace of who invited.',
  },
  'clear-old-notifications': {
    everyMs: 60 * 60_000,
    why: 'What was read is looked for again for some weeks; then an inbox would only grow (NOTIFICATIONS_KEPT_DAYS).',
  },
} satisfies Record<string, RecurringPlan>

export type RecurringJobName = keyof typeof schedule
