import { createHash, randomBytes } from 'node:crypto'

/** What stands in an invitation's link: 32 random bytes, as 43 characters of base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a token. It is as random as a key, so nothing slow is needed to keep it from being guessed. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
