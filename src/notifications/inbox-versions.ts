import { sqlList, sqlRowLock, type Tx } from '../platform/db/index.ts'

/**
 * Takes the next version of several people's inboxes, in as many statements for a thousand as for one. Their rows stay locked until the
 * transaction ends.
 * @returns each one's version, by the person's id
 */
export async function nextInboxVersions(tx: Tx, userIds: readonly number[]): Promise<Map<number, number>> {
  const people = [...new Set(userIds)]
  await lockInboxes(tx, people)
  return raiseInboxVersions(tx, people)
}

/**
 * Makes the inboxes of several people ours until the transaction ends, in the order of their ids: two jobs never wait for each other's
 * inboxes crosswise. @returns those of them who can sign in
 */
export async function lockInboxes(tx: Tx, userIds: number[]): Promise<Set<number>> {
  const ids = sqlList(tx, [...new Set(userIds)])
  const locked = await tx.$queryRaw<{ id: number; isDisabled: boolean | number }[]>`
    SELECT "id", "isDisabled" FROM "User" WHERE "id" IN (${ids}) ORDER BY "id" ${sqlRowLock(tx)}`
  return new Set(locked.filter(({ isDisabled }) => !isDisabled).map(({ id }) => id))
}

/**
 * Takes as many versions of each inbox as the person stands in the list.
 * @returns the last version of each, by the person's id
 */
export async function raiseInboxVersions(tx: Tx, userIds: number[]): Promise<Map<number, number>> {
  const ids = sqlList(tx, userIds)
  const raised = await tx.$queryRaw<{ id: number; inboxVersion: number }[]>`
    UPDATE "User" SET "inboxVersion" = "inboxVersion" + (
      SELECT COUNT(*) FROM (${ids}) AS told WHERE told."value" = "User"."id"
    )
    WHERE "id" IN (${ids})
    RETURNING "id", "inboxVersion"`
  return new Map(raised.map(({ id, inboxVersion }) => [id, inboxVersion]))
}
