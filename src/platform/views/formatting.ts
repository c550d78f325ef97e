/** What every template may call. */
export const formatting = { initials, tone, isoTime, clockTime, dayName, excerpt }

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

/** The beginning of a text on one line, cut at a word where possible. */
export function excerpt(text: string, characters: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= characters) return line
  // Cut between two halves of a character, the rest of it would be no text.
  const cut = line.slice(0, characters).replace(/[\uD800-\uDBFF]$/, '')
  const lastSpace = cut.lastIndexOf(' ')
  return `${lastSpace > characters / 2 ? cut.slice(0, lastSpace) : cut}…`
}
