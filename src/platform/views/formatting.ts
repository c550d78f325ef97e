import { daysBetween, todayInUtc } from '../calendar-day.ts'

/** What every template may call. */
export const formatting = { initials, tone, isoTime, clockTime, dayName, dueState, dueWords, todayInUtc, excerpt }

/** Two letters for an avatar: of the first and the last word. */
export function initials(displayName: string): string {
  const words = displayName.trim().split(/\s+/)
  const [first = '?', second = ''] = Array.from(words[0] ?? '')
  const [lastWordFirst = second] = words.length > 1 ? Array.from(words.at(-1) ?? '') : []
  return `${first}${lastWordFirst}`.toUpperCase()
}

/** The hue of a person, 1 to 8 (public/css/shared.css). */
export function tone(userId: number): number {
  return ((userId - 1) % 8) + 1
}

export function isoTime(date: Date): string {
  return date.toISOString()
}

/** Hours and minutes in UTC: what stands there until the browser puts the viewer's own time. */
export function clockTime(date: Date): string {
  return date.toISOString().slice(11, 16)
}

const dayFormat = new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })

export function dayName(date: Date): string {
  return dayFormat.format(date)
}

/** Days from today on which what is due counts as due soon, beside today. */
export const soonDays = 3

/**
 * How a task stands to the day on which it is due; null when there is time. The browser says the same by the viewer's own day
 * (browser/shared/due.ts).
 * @param day as `2026-03-12`, and so is `today`
 */
export function dueState(day: string, isFinished: boolean, today: string): 'late' | 'soon' | 'done' | null {
  if (isFinished) return 'done'
  if (day < today) return 'late'
  return daysBetween(today, day) <= soonDays ? 'soon' : null
}

const shortDay = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })

/** The day in short, `Tue 17 Mar`: what stands there until the browser puts the viewer's own words. */
export function dueWords(day: string, today: string): string {
  const date = shortDay.format(new Date(day))
  return day.slice(0, 4) === today.slice(0, 4) ? date : `${date} ${day.slice(0, 4)}`
}

/** The beginning of a text on one line, cut at a word where possible. */
export function excerpt(text: string, characters: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= characters) return line
  // Cut between two halves of a character, the rest of it would be no text.
  const cut = line.slice(0, characters).replace(/[\uD800-\uDBFF]$/, '')
  const lastSpace = cut.lastIndexOf(' ')
  return `${lastSpace > characters / 2 ? cut.slice(0, lastSpace) : cut}…`
}
