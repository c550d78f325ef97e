/** Whether a query failed because the row that it was to change is not there (any more). */
export function isMissingRow(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'P2025'
}
