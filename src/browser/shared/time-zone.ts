import { readCookie, setCookie } from './cookies.ts'

/** Tells the server by a cookie where the viewer is, so that pages count days as the viewer's calendar does. */
export function startTimeZone(): void {
  const timeZone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)
  if (readCookie('timezone') !== timeZone) setCookie('timezone', timeZone)
}
