import QuickLRU from 'quick-lru'

/** What the clocks of a time zone say. */
export interface LocalTime {
  /** The calendar day, as `2026-03-12`. */
  day: string
  /** 0 to 23. */
  hour: number
}

/** The day and the hour in a time zone of the IANA's (`Europe/Berlin`); undefined where there is no such zone. */
export function localTime(timeZone: string, now: Date): LocalTime | undefined {
  const [day, clock] = clockOf(timeZone)?.format(now).split(' ') ?? []
  return day === undefined ? undefined : { day, hour: Number(clock?.slice(0, 2)) }
}

// Making a format takes a hundred times as long as using it, and there are some four hundred time zones.
const known = new QuickLRU<string, Intl.DateTimeFormat>({ maxSize: 500 })

function clockOf(timeZone: string): Intl.DateTimeFormat | undefined {
  if (!/^[A-Za-z][\w+/-]{0,63}$/.test(timeZone)) return undefined
  const kept = known.get(timeZone)
  if (kept) return kept
  try {
    // This locale writes "2026-03-12 07:05".
    const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone })
    known.set(timeZone, clock)
    return clock
  } catch {
    return undefined
  }
}
