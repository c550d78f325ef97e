import { localTime } from '../time-zones.ts'
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
  const timeZone = readTimeZone(cookieHeader)
  const day = timeZone === undefined ? undefined : localTime(timeZone, now)?.day
  return timeZone !== undefined && day !== undefined
    ? { timeZone, today: day }
    : { timeZone: 'UTC', today: now.toISOString().slice(0, 10) }
}

/** The time zone that the browser has told; undefined where it has not, or nonsense. */
export function readTimeZone(cookieHeader: string | undefined): string | undefined {
  const timeZone = decoded(readCookie(cookieHeader, 'timezone') ?? '')
  return localTime(timeZone, new Date()) && timeZone
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
