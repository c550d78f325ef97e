import { isUniqueViolation, type Tx } from '../platform/db/index.ts'
import { Conflict } from '../platform/errors.ts'
import { caseKey, type NewAccount } from './user-fields.ts'
import { hashPassword } from './password.ts'

/** An account that is ready to be written: hashing takes long, so it is done before the transaction. */
export interface PreparedAccount extends Omit<NewAccount, 'password'> {
  passwordHash: string
}

/** Hashes the password of a new account. */
export async function prepareAccount({ password, ...account }: NewAccount): Promise<PreparedAccount> {
  return { ...account, passwordHash: await hashPassword(password) }
}

/**
 * Writes a new person.
 * @throws {Conflict} naming the field when the username or the address is taken
 */
export async function createUser(
  tx: Tx,
  account: PreparedAccount,
  { isSiteAdmin }: { isSiteAdmin: boolean },
): Promise<{ id: number }> {
  const { username, displayName, email, passwordHash } = account
  const usernameKey = caseKey(username)
  const emailKey = email === undefined ? null : caseKey(email)
  await refuseTaken(tx, usernameKey, emailKey)
  try {
    return await tx.user.create({
      data: { username, usernameKey, displayName, email: email ?? null, emailKey, passwordHash, isSiteAdmin },
      select: { id: true },
    })
  } catch (error) {
    // Somebody took the name between the look and the write.
    if (isUniqueViolation(error))
      throw new Conflict('That account was taken just now.', { username: 'This name is taken.' })
    throw error
  }
}

async function refuseTaken(tx: Tx, usernameKey: string, emailKey: string | null): Promise<void> {
  if (await tx.user.findUnique({ where: { usernameKey }, select: { id: true } })) {
    throw new Conflict('That username is taken.', { username: 'This name is taken. Try another.' })
  }
  if (emailKey !== null) await refuseTakenEmail(tx, emailKey)
}

/**
 * @param ownId the account that may have the address already
 * @throws {Conflict} when another account has the address
 */
export async function refuseTakenEmail(tx: Tx, emailKey: string, ownId?: number): Promise<void> {
  const holder = await tx.user.findUnique({ where: { emailKey }, select: { id: true } })
  if (holder && holder.id !== ownId)
    throw new Conflict('That address has an account.', { email: 'There is an account with this address already.' })
}
