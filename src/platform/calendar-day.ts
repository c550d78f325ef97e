import * as z from 'zod'

const DAY_MS = 86_400_000

/** A calendar day, as `2026-03-12`, from 1900 to 2999: the same day for everyone, wherever they are. */
export const calendarDay = z.iso
  .date('is not a day in the calendar')
  .refine((day) => day >= '1900-01-01' && day <= '2999-12-31', 'is not a day in the calendar')

/** The same from a form, where a field that was left empty means no day. */
export const calendarDayOrNone = z
  .string('is not a day in the calendar')
  .transform((text) => text.trim() || null)
  .pipe(calendarDay.nullable())

/** The calendar day in UTC: what counts until the viewer's time zone is known. */
export function todayInUtc(): string {
  return new Date().toISOString().slice(0, 10)
}

/** The day that comes `days` after `day`; before it, if negative. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}

/** How many days lie between: 1 from a day to the next one, negative when `to` comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}
