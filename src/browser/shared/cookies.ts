const YEAR_S = 365 * 24 * 60 * 60

/** Sets a cookie of this site that the server reads when it paints the page; null takes it away. */
export function setCookie(name: string, value: string | null): void {
  const lifetimeS = value === null ? 0 : YEAR_S
  document.cookie = `${name}=${value ?? ''}; Path=/; SameSite=Lax; Max-Age=${lifetimeS}`
}
