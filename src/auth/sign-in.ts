import { Invalid } from '../platform/errors.ts'
import type { Limit } from '../platform/limits.ts'
import type { Services } from '../platform/services.ts'
import type { SessionHolder } from '../platform/session-holder.ts'
import { caseKey, findAccount, passwordFits } from '../users/index.ts'

/** Wrong passwords for one name from one address. */
const perName: Limit = { name: 'sign-in', points: 10, seconds: 15 * 60 }
/** Wrong passwords from one address, whatever the name. */
const perAddress: Limit = { name: 'sign-in-address', points: 100, seconds: 15 * 60 }

export interface Credentials {
  username: string
  password: string
}

/**
 * Checks who wants to sign in.
 * @returns who signs in
 * @throws {Invalid} one message for unknown names and wrong passwords alike
 * @throws {RateLimited} after too many wrong ones
 */
export async function checkCredentials(
  services: Services,
  given: Credentials,
  clientAddress: string,
): Promise<SessionHolder> {
  const nameKey = `${clientAddress} ${caseKey(given.username.trim())}`
  // Taken before the password is looked at: many guesses sent at once are counted as well.
  await services.limits.consume(perName, nameKey)
  await services.limits.consume(perAddress, clientAddress)
  const account = await findAccount(services.db, given.username)
  const fits = await passwordFits(account?.passwordHash, given.password)
  if (!account || !fits || account.isDisabled) {
    throw new Invalid('That name and password do not belong together.', {
      form: 'That name and password do not belong together.',
    })
  }
  await services.limits.forgive(perName, nameKey)
  // A whole company may sign in from one address; only what was wrong stays counted.
  await services.limits.giveBack(perAddress, clientAddress)
  return { id: account.id, epoch: account.sessionEpoch }
}
