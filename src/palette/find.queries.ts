import { boardsWithRooms } from '../boards/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Db } from '../platform/db/index.ts'
import type { Services } from '../platform/services.ts'
import { foldCase, holdsAll, wordsOf } from '../platform/text-match.ts'
import { bestOf } from './best.ts'
import { indexedTasks } from './task-index.ts'

export interface FoundBoard {
  id: number
  name: string
}

export interface FoundRoom {
  id: number
  name: string
  board: FoundBoard
}

export interface FoundTask {
  id: number
  title: string
  state: 'open' | 'doing' | 'done'
  column: { id: number; name: string }
  board: FoundBoard
}

/** The best of each kind, best first. */
export interface Found {
  boards: FoundBoard[]
  rooms: FoundRoom[]
  tasks: FoundTask[]
}

/** How many of each kind are found. */
export const foundAtMost = 8

/**
 * What of the places that a person sees fits what they look for: every word somewhere in the name or title, whatever its case, or
 * `#12` for the task of that number. For nothing, the boards alone.
 * @param recent ids of boards, the one visited last first: these lead when nothing is looked for
 */
export async function findPlaces(services: Services, actor: Actor, query: string, recent: number[]): Promise<Found> {
  const words = wordsOf(query)
  const seen = await boardsWithRooms(services.db, actor)
  const boards = seen.map(({ id, name }) => ({ id, name }))
  if (words.length === 0) return { boards: lastVisited(boards, recent), rooms: [], tasks: [] }
  // As rooms are written: "#general" is the room general.
  const roomWords = words.map((word) => word.replace(/^#(?=.)/, ''))
  const rooms = seen.flatMap(({ id, name, rooms: those }) => those.map((room) => ({ ...room, board: { id, name } })))
  const foldedName = ({ name }: { name: string }): string => foldCase(name)
  return {
    boards: bestOf(boards, foldedName, words, foundAtMost),
    rooms: bestOf(rooms, foldedName, roomWords, foundAtMost),
    tasks: await findTasks(services, actor, words),
  }
}

function lastVisited(boards: FoundBoard[], recent: number[]): FoundBoard[] {
  const visited = recent.flatMap((id) => boards.filter((board) => board.id === id))
  return Array.from(new Set([...visited, ...boards])).slice(0, foundAtMost)
}

async function findTasks(services: Services, actor: Actor, words: string[]): Promise<FoundTask[]> {
  const number = numberIn(words)
  const fitting: { id: number; folded: string }[] = []
  for (const { version, boardId, columnIds } of await seenColumns(services.db, actor)) {
    for (const [id, { columnId, folded }] of await indexedTasks(services, boardId, version)) {
      if ((id === number || holdsAll(folded, words)) && columnIds.has(columnId)) fitting.push({ id, folded })
    }
  }
  const newestFirst = fitting.toSorted((one, other) => other.id - one.id)
  const best = bestOf(newestFirst, ({ folded }) => folded, words, foundAtMost)
  const numbered = newestFirst.filter(({ id }) => id === number)
  return describe(services.db, Array.from(new Set([...numbered, ...best].map(({ id }) => id))).slice(0, foundAtMost))
}

/** A board that somebody is on, and its columns that are in no archive. */
interface SeenBoard {
  boardId: number
  version: number
  columnIds: Set<number>
}

async function seenColumns(db: Db, actor: Actor): Promise<Iterable<SeenBoard>> {
  const rows = await db.$queryRaw<{ boardId: number; version: number; columnId: number }[]>`
    SELECT board."id" AS "boardId", board."version", col."id" AS "columnId"
    FROM "BoardMember" member
    JOIN "Board" board ON board."id" = member."boardId"
    JOIN "Column" col ON col."boardId" = board."id"
    WHERE member."userId" = ${actor.id} AND member."leftAt" IS NULL
      AND col."archivedAt" IS NULL AND col."deletedAt" IS NULL`
  const boards = new Map<number, SeenBoard>()
  for (const { boardId, version, columnId } of rows) {
    const board = boards.get(boardId) ?? { boardId, version, columnIds: new Set() }
    board.columnIds.add(columnId)
    boards.set(boardId, board)
  }
  return boards.values()
}

/** The number in `#12`; 0, which no task has, without one. */
function numberIn(words: string[]): number {
  const digits = words.length === 1 ? /^#(\d{1,9})$/.exec(words[0] ?? '')?.[1] : undefined
  return Number(digits ?? 0)
}

/** These tasks, in this order; one that was deleted meanwhile is left out. */
async function describe(db: Db, ids: number[]): Promise<FoundTask[]> {
  const rows = await db.task.findMany({
    where: { id: { in: ids }, deletedAt: null },
    select: {
      id: true,
      title: true,
      finishedAt: true,
      progress: true,
      column: { select: { id: true, name: true } },
      board: { select: { id: true, name: true } },
    },
  })
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids
    .flatMap((id) => byId.get(id) ?? [])
    .map(({ finishedAt, progress, ...task }) => ({
      ...task,
      state: finishedAt ? 'done' : progress > 0 ? 'doing' : 'open',
    }))
}
