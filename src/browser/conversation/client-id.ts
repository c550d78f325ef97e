/**
 * Makes the id by which the server knows a message that is posted twice: 128 random bits as 22 base64url characters.
 * (`crypto.randomUUID` is missing where a site is served over plain http from another machine.)
 */
export function createClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const base64 = btoa(String.fromCharCode(...bytes))
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
