/** What one look has found. */
export interface Finding {
  /** What was looked at, such as `Redis`. */
  check: string
  state: 'ok' | 'warning' | 'wrong'
  /** One sentence on how it is. */
  found: string
  /** What to do about it; there unless all is well. */
  mend?: string
}

export const ok = (check: string, found: string): Finding => ({ check, state: 'ok', found })
export const warning = (check: string, found: string, mend: string): Finding => ({
  check,
  state: 'warning',
  found,
  mend,
})
export const wrong = (check: string, found: string, mend: string): Finding => ({ check, state: 'wrong', found, mend })

/** What was thrown, in a sentence. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
