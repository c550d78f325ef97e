import type { Actor, Person } from '../platform/actor.ts'
import type { Db } from '../platform/db/index.ts'

/** How many faces a tile shows before "+3". */
const facesShown = 5

/** A board in brief. */
export interface BoardTile {
  id: number
  name: string
  description: string
  taskCount: number
  doneCount: number
  /** How many tasks are overdue, whoever they are assigned to. */
  lateCount: number
  /** The first few who are on it. */
  members: Person[]
  memberCount: number
  /** Who spoke last in its rooms, and when. */
  lastTalk: { author: Person; createdAt: Date } | null
}

/**
 * A person's boards by name, in three statements however many there are. What is in the archive or deleted does not count.
 * @param today the viewer's calendar day, as `2026-03-12`
 */
export async function boardTiles(db: Db, actor: Actor, today: string): Promise<BoardTile[]> {
  const [boards, faces, talks] = await Promise.all([
    countedBoards(db, actor, today),
    facesByBoard(db, actor),
    lastTalks(db, actor),
  ])
  return boards.map((board) => {
    const shown = faces.filter(({ boardId }) => boardId === board.id)
    return {
      ...board,
      members: shown.map(asPerson),
      memberCount: Number(shown[0]?.memberCount ?? 0),
      lastTalk: lastOf(talks.filter(({ boardId }) => boardId === board.id)),
    }
  })
}

type Counted = Pick<BoardTile, 'id' | 'name' | 'description'> & Record<Count, number>
type Count = 'taskCount' | 'doneCount' | 'lateCount'

// By the indexes BoardMember(userId, leftAt), one of Column that begins with boardId, and Task(columnId, rank).
async function countedBoards(db: Db, actor: Actor, today: string): Promise<Counted[]> {
  const rows = await db.$queryRaw<(Omit<Counted, Count> & Record<Count, bigint>)[]>`
    SELECT board."id", board."name", board."description",
      COUNT(task."id") AS "taskCount",
      COUNT(task."finishedAt") AS "doneCount",
      COUNT(CASE WHEN task."finishedAt" IS NULL AND task."dueOn" < ${today} THEN 1 END) AS "lateCount"
    FROM "BoardMember" member
    JOIN "Board" board ON board."id" = member."boardId"
    LEFT JOIN "Column" col ON col."boardId" = board."id" AND col."archivedAt" IS NULL AND col."deletedAt" IS NULL
    LEFT JOIN "Task" task ON task."columnId" = col."id" AND task."archivedAt" IS NULL AND task."deletedAt" IS NULL
    WHERE member."userId" = ${actor.id} AND member."leftAt" IS NULL
    GROUP BY board."id", board."name", board."description"
    ORDER BY board."name", board."id"`
  return rows.map(({ taskCount, doneCount, lateCount, ...board }) => ({
    ...board,
    taskCount: Number(taskCount),
    doneCount: Number(doneCount),
    lateCount: Number(lateCount),
  }))
}

type Face = Person & { boardId: number; memberCount: bigint }

// By BoardMember(userId, leftAt) and one of its indexes that begin with boardId.
async function facesByBoard(db: Db, actor: Actor): Promise<Face[]> {
  return db.$queryRaw<Face[]>`
    SELECT face."boardId", face."memberCount", person."id", person."username", person."displayName"
    FROM (
      SELECT other."boardId", other."userId",
        COUNT(*) OVER (PARTITION BY other."boardId") AS "memberCount",
        ROW_NUMBER() OVER (PARTITION BY other."boardId" ORDER BY other."joinedAt", other."userId") AS "place"
      FROM "BoardMember" member
      JOIN "BoardMember" other ON other."boardId" = member."boardId" AND other."leftAt" IS NULL
      WHERE member."userId" = ${actor.id} AND member."leftAt" IS NULL
    ) face
    JOIN "User" person ON person."id" = face."userId"
    WHERE face."place" <= ${facesShown}
    ORDER BY face."boardId", face."place"`
}

type Talk = Person & { boardId: number; createdAt: Date }

// The last message of each room by ChatMessage(roomId, position).
async function lastTalks(db: Db, actor: Actor): Promise<Talk[]> {
  return db.$queryRaw<Talk[]>`
    SELECT room."boardId", message."createdAt", author."id", author."username", author."displayName"
    FROM "BoardMember" member
    JOIN "ChatRoom" room ON room."boardId" = member."boardId" AND room."deletedAt" IS NULL
    JOIN "ChatRoomMember" mine ON mine."roomId" = room."id" AND mine."userId" = member."userId" AND mine."leftAt" IS NULL
    JOIN "ChatMessage" message ON message."roomId" = room."id"
      AND message."position" = (SELECT MAX(last."position") FROM "ChatMessage" last WHERE last."roomId" = room."id")
    JOIN "User" author ON author."id" = message."authorId"
    WHERE member."userId" = ${actor.id} AND member."leftAt" IS NULL`
}

function lastOf(talks: Talk[]): BoardTile['lastTalk'] {
  const [last] = talks.toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime())
  return last ? { author: asPerson(last), createdAt: last.createdAt } : null
}

function asPerson({ id, username, displayName }: Person): Person {
  return { id, username, displayName }
}
