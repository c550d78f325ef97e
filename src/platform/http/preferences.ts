import QuickLRU from 'quick-lru'
import type { ViewersCalendar } from './route.ts'

/** What is remembered in the person's cookies about how pages look, and where in the world they are read. */
export interface Preferences extends ViewersCalendar {
  theme: 'light' | 'dark' | undefined
  conversationClosed: boolean
}

/** Reads how the person wants pages to look from the request's cookies; anything unknown is ignored. */
export function readPreferences(cookieHeader: string | undefined, now = new Date()): Preferences {
  const theme = readCookie(cookieHeader, 'theme')
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
    conversationClosed: readCookie(cookieHeader, 'conversation') === 'closed',
    ...readCalendar(cookieHeader, now),
  }
}

/** Where and when the viewer is; UTC where the browser has not told, or nonsense. */
export function readCalendar(cookieHeader: string | undefined, now = new Date()): ViewersCalendar {
  const timeZone = decoded(readCookie(cookieHeader, 'timezone') ?? '')
  const days = daysIn(timeZone)
  return days ? { timeZone, today: days.format(now) } : { timeZone: 'UTC', today: now.toISOString().slice(0, 10) }
}

function readCookie(header: string | undefined, name: string): string | undefined {
  return header
    ?.split(/;\s*/)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}

// Making a format takes a hundred times as long as using it, and there are some four hundred time zones.
const known = new QuickLRU<string, Intl.DateTimeFormat>({ maxSize: 500 })

/** Writes calendar days of a time zone as `2026-03-12`; undefined where there is no such zone. */
function daysIn(timeZone: string): Intl.DateTimeFormat | undefined {
  if (!/^[A-Za-z][\w+/-]{0,63}$/.test(timeZone)) return undefined
  const kept = known.get(timeZone)
  if (kept) return kept
  try {
    // This locale writes year-month-day.
    const days = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone })
    known.set(timeZone, days)
    return days
  } catch {
    return undefined
  }
}
