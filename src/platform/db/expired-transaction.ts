/** Whether a transaction did not begin, or did not end, within its time: something held the rows that it waited for. */
export function isExpiredTransaction(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'P2028'
}
