import { sqlList, sqlRowLock, type Tx } from '../platform/db/index.ts'

/**
 * Takes the next version of several people's inboxes, in as many statements for a thousand as for one. Their rows stay locked until the
 * transaction ends, taken in the order of the ids, so that two changes never wait for each other's inboxes crosswise.
 * @returns each one's version, by the person's id
 */
export async function nextInboxVersions(tx: Tx, userIds: readonly number[]): Promise<Map<number, number>> {
  const ids = sqlList(tx, userIds)
  const lock = sqlRowLock(tx)
  // Empty where the transaction is the lock.
  if (lock.sql !== '') await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" IN (${ids}) ORDER BY "id" ${lock}`
  const raised = await tx.$queryRaw<{ id: number; inboxVersion: number }[]>`
    UPDATE "User" SET "inboxVersion" = "inboxVersion" + 1 WHERE "id" IN (${ids}) RETURNING "id", "inboxVersion"`
  return new Map(raised.map(({ id, inboxVersion }) => [id, inboxVersion]))
}
