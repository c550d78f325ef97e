/** A greeting by the time of day, and the date, as the viewer's clock and calendar have them. */
export interface Greeting {
  words: string
  /** Such as `Thursday 12 March`. */
  date: string
}

/** @param timeZone an IANA name that exists */
export function greet(now: Date, timeZone: string): Greeting {
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(now)
  return {
    words: greetingAt(Number(format({ hour: '2-digit', hourCycle: 'h23' }))),
    date: format({ weekday: 'long', day: 'numeric', month: 'long' }).replace(',', ''),
  }
}

function greetingAt(hour: number): string {
  if (hour >= 5 && hour < 12) return 'Good morning'
  return hour >= 12 && hour < 18 ? 'Good afternoon' : 'Good evening'
}
