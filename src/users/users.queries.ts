import type { Actor } from '../platform/actor.ts'
import type { Db } from '../platform/db/index.ts'
import type { SessionHolder } from '../platform/session-holder.ts'
import { caseKey } from './user-fields.ts'

/** What others see of a person; for `select`. */
export const personFields = { id: true, username: true, displayName: true } as const

/** Who is signed in; null when the account is gone or disabled, or the session ended with all others. Asked for every request. */
export async function findActor(db: Db, { id, epoch }: SessionHolder): Promise<Actor | null> {
  const [actor] = await db.$queryRaw<Actor[]>`
    SELECT "id", "username", "displayName", "isSiteAdmin" FROM "User"
    WHERE "id" = ${id} AND "sessionEpoch" = ${epoch} AND "isDisabled" = FALSE`
  return actor ?? null
}

/** Whether anybody has an account: if nobody has, the first visit makes the administrator. */
export async function hasAnyUser(db: Db): Promise<boolean> {
  return (await db.user.findFirst({ select: { id: true } })) !== null
}

/** The account that a username or an e-mail address names, with what signing in needs. */
export async function findAccount(
  db: Db,
  usernameOrEmail: string,
): Promise<{ id: number; passwordHash: string; isDisabled: boolean; sessionEpoch: number } | null> {
  const key = caseKey(usernameOrEmail.trim())
  return db.user.findFirst({
    where: key.includes('@') ? { emailKey: key } : { usernameKey: key },
    select: { id: true, passwordHash: true, isDisabled: true, sessionEpoch: true },
  })
}
