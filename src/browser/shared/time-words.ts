const DAY_MS = 86_400_000

/** `clock`: the time of day. `day`: a day's heading. `moment`: as short as it can be and still be clear. */
export type TimeKind = 'clock' | 'day' | 'moment'

/** Words for times in one locale and time zone; both are the browser's own when left out. */
export class TimeWords {
  #locale: string | undefined
  #clock: Intl.DateTimeFormat
  #key: Intl.DateTimeFormat
  #relative: Intl.RelativeTimeFormat
  #timeZone: string | undefined

  constructor(locale?: string, timeZone?: string) {
    this.#locale = locale
    this.#timeZone = timeZone
    this.#clock = this.#format({ timeStyle: 'short' })
    // This locale writes year-month-day.
    this.#key = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', ...this.#zone() })
    this.#relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  }

  /** The words for `time`, as seen at `now`. */
  say(kind: TimeKind, time: Date, now: Date): string {
    if (kind === 'clock') return this.#clock.format(time)
    return kind === 'day' ? this.#day(time, now) : this.#moment(time, now)
  }

  /** Date and time in full, for a tooltip. */
  full(time: Date): string {
    return this.#format({ dateStyle: 'full', timeStyle: 'short' }).format(time)
  }

  /** The calendar day, as `2026-03-12`: equal for two times of one day. */
  dayKey(time: Date): string {
    return this.#key.format(time)
  }

  #day(time: Date, now: Date): string {
    const date = this.#format({ weekday: 'long', day: 'numeric', month: 'long', ...this.#year(time, now) }).format(time)
    const daysAgo = this.#daysAgo(time, now)
    return daysAgo === 0 || daysAgo === 1 ? `${this.#nearDay(daysAgo)}, ${date}` : date
  }

  #moment(time: Date, now: Date): string {
    const daysAgo = this.#daysAgo(time, now)
    if (daysAgo === 0) return this.#clock.format(time)
    if (daysAgo === 1) return `${this.#nearDay(1)} ${this.#clock.format(time)}`
    return this.#format({ day: 'numeric', month: 'short', ...this.#year(time, now) }).format(time)
  }

  #nearDay(daysAgo: number): string {
    const words = this.#relative.format(-daysAgo, 'day')
    return words.charAt(0).toLocaleUpperCase(this.#locale) + words.slice(1)
  }

  #daysAgo(time: Date, now: Date): number {
    return Math.round((Date.parse(this.dayKey(now)) - Date.parse(this.dayKey(time))) / DAY_MS)
  }

  #year(time: Date, now: Date): Intl.DateTimeFormatOptions {
    return this.dayKey(time).slice(0, 4) === this.dayKey(now).slice(0, 4) ? {} : { year: 'numeric' }
  }

  #format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return new Intl.DateTimeFormat(this.#locale, { ...options, ...this.#zone() })
  }

  #zone(): Intl.DateTimeFormatOptions {
    return this.#timeZone === undefined ? {} : { timeZone: this.#timeZone }
  }
}
