const YEAR_S = 365 * 24 * 60 * 60

/** A cookie's value as it is stored; undefined when there is none. */
export function readCookie(name: string): string | undefined {
  const pairs = document.cookie.split('; ')
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

/** Sets a cookie of this site that the server reads when it paints the page; null takes it away. */
export function setCookie(name: string, value: string | null): void {
  const lifetimeS = value === null ? 0 : YEAR_S
  document.cookie = `${name}=${value ?? ''}; Path=/; SameSite=Lax; Max-Age=${lifetimeS}`
}
