const GROUP_WITHIN_MS = 5 * 60_000

/** What grouping looks at; `at` is in milliseconds since the epoch. */
export type Spoken = { authorId: string; at: number }

/** Whether a message goes on where the one before it ended: the same author, within five minutes. */
export function isContinuation(previous: Spoken, current: Spoken): boolean {
  const pauseMs = current.at - previous.at
  return previous.authorId === current.authorId && pauseMs >= 0 && pauseMs <= GROUP_WITHIN_MS
}
