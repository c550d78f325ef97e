const DAY_MS = 86_400_000
/** Days from today on which what is due counts as due soon, beside today: as the server has it (platform/views/formatting.ts). */
const SOON_DAYS = 3

/** `done`: no longer due. `null`: there is time. */
export type DueState = 'late' | 'soon' | 'done' | null

/** How a task stands to the day on which it is due. Days are written as `2026-03-12`. */
export function dueState(day: string, isFinished: boolean, today: string): DueState {
  if (isFinished) return 'done'
  const days = daysBetween(today, day)
  if (days < 0) return 'late'
  return days <= SOON_DAYS ? 'soon' : null
}

/** Words for the days on which tasks are due, in one locale; the browser's own when left out. */
export class DueWords {
  #locale: string | undefined
  #relative: Intl.RelativeTimeFormat
  #weekday: Intl.DateTimeFormat
  #short: Intl.DateTimeFormat
  #withYear: Intl.DateTimeFormat
  #full: Intl.DateTimeFormat

  constructor(locale?: string) {
    this.#locale = locale
    this.#relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
    const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
      // A calendar day is one everywhere: read and written in UTC it stays the same.
      new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
    this.#weekday = format({ weekday: 'long' })
    this.#short = format({ weekday: 'short', day: 'numeric', month: 'short' })
    this.#withYear = format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
    this.#full = format({ dateStyle: 'full' })
  }

  /** As short as can be: how late it is, a day near by its name, any other by its date. */
  say(day: string, isFinished: boolean, today: string): string {
    const days = daysBetween(today, day)
    if (!isFinished && days < 0) return days === -1 ? '1 day late' : `${-days} days late`
    if (!isFinished && days <= 1) return this.#nearDay(days)
    if (!isFinished && days < 7) return this.#weekday.format(new Date(day))
    return (day.slice(0, 4) === today.slice(0, 4) ? this.#short : this.#withYear).format(new Date(day))
  }

  /** The date in full, for a tooltip. */
  full(day: string): string {
    return this.#full.format(new Date(day))
  }

  #nearDay(days: number): string {
    const words = this.#relative.format(days, 'day')
    return words.charAt(0).toLocaleUpperCase(this.#locale) + words.slice(1)
  }
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}
