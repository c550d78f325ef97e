import { activityFields, asActivity, type ActivityView } from '../boards/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Db } from '../platform/db/index.ts'

/** How far back is looked on each board, in its versions: a history of years is not read for eight lines. */
const versionsBack = 100

/**
 * What others did lately on a person's boards, the newest first: of each board's last hundred changes.
 * @param limit how many at most
 */
export async function doneByOthers(db: Db, actor: Actor, limit: number): Promise<ActivityView[]> {
  // Ids begin with their time (platform/ids.ts). By the indexes BoardMember(userId, leftAt) and Activity(boardId, version).
  const newest = await db.$queryRaw<{ id: string }[]>`
    SELECT activity."id"
    FROM "BoardMember" member
    JOIN "Board" board ON board."id" = member."boardId"
    JOIN "Activity" activity ON activity."boardId" = board."id" AND activity."version" > board."version" - ${versionsBack}
    WHERE member."userId" = ${actor.id} AND member."leftAt" IS NULL AND activity."actorId" <> ${actor.id}
    ORDER BY activity."id" DESC
    LIMIT ${limit}`
  const rows = await db.activity.findMany({
    where: { id: { in: newest.map(({ id }) => id) } },
    orderBy: { id: 'desc' },
    select: activityFields,
  })
  return rows.map((row) => asActivity(row))
}
