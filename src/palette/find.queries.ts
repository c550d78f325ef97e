import { boardsWithRooms } from '../boards/index.ts'
import type { Actor } from '../platform/actor.ts'
import { kindOf, type DatabaseKind, type Db } from '../platform/db/index.ts'
import { foldCase, holdsAll, wordsOf } from '../platform/text-match.ts'
import { textPatterns, type TextPatterns } from './text-patterns.ts'

const shownAtMost = 8
/** Of tasks that fit, the newest are looked at for the best. */
const candidatesAtMost = 60

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

/**
 * What of the places that a person sees fits what they look for: every word somewhere in the name or title, whatever its case, or
 * `#12` for the task of that number. For nothing, the boards alone.
 * @param recent ids of boards, the one visited last first: these lead when nothing is looked for
 */
export async function findPlaces(db: Db, actor: Actor, query: string, recent: number[]): Promise<Found> {
  const words = wordsOf(query)
  const [boards, tasks] = await Promise.all([boardsWithRooms(db, actor), findTasks(db, actor, words)])
  if (words.length === 0) return { boards: lastVisited(boards.map(named), recent), rooms: [], tasks: [] }
  // As rooms are written: "#general" is the room general.
  const roomWords = words.map((word) => word.replace(/^#(?=.)/, ''))
  const rooms = boards.flatMap((board) => board.rooms.map((room) => ({ ...room, board: named(board) })))
  return {
    boards: best(boards.map(named), ({ name }) => name, words),
    rooms: best(rooms, ({ name }) => name, roomWords),
    tasks,
  }
}

function named({ id, name }: FoundBoard): FoundBoard {
  return { id, name }
}

function lastVisited(boards: FoundBoard[], recent: number[]): FoundBoard[] {
  const visited = recent.flatMap((id) => boards.filter((board) => board.id === id))
  return Array.from(new Set([...visited, ...boards])).slice(0, shownAtMost)
}

interface TaskRow {
  id: number
  title: string
  isFinished: number | boolean
  progress: number
  columnId: number
  columnName: string
  boardId: number
  boardName: string
}

async function findTasks(db: Db, actor: Actor, words: string[]): Promise<FoundTask[]> {
  if (words.length === 0) return []
  const number = numberIn(words)
  const values: unknown[] = [actor.id, number]
  const kind = kindOf(db)
  const sign = parameterSigns[kind]
  const fits = words.map((word) => anyOf(textPatterns(kind, word), sign, values)).join(' AND ')
  const rows = await db.$queryRawUnsafe<TaskRow[]>(statement(sign, fits), ...values)
  return best(rows, ({ id, title }) => (id === number ? words.join(' ') : title), words).map(asTask)
}

/** @param values gets the patterns */
function anyOf({ operator, patterns }: TextPatterns, sign: string, values: unknown[]): string {
  const fits = patterns.map((pattern) => `task."title" ${operator} ${sign}${values.push(pattern)}`)
  return `(${fits.join(' OR ')})`
}

const parameterSigns: Record<DatabaseKind, string> = { sqlite: '?', postgres: '$' }

function statement(sign: string, fits: string): string {
  return `
    SELECT task."id", task."title", task."finishedAt" IS NOT NULL AS "isFinished", task."progress",
      col."id" AS "columnId", col."name" AS "columnName", board."id" AS "boardId", board."name" AS "boardName"
    FROM "BoardMember" member
    JOIN "Board" board ON board."id" = member."boardId"
    JOIN "Task" task ON task."boardId" = member."boardId"
    JOIN "Column" col ON col."id" = task."columnId"
    WHERE member."userId" = ${sign}1 AND member."leftAt" IS NULL
      AND task."archivedAt" IS NULL AND task."deletedAt" IS NULL
      AND col."archivedAt" IS NULL AND col."deletedAt" IS NULL
      AND (task."id" = ${sign}2 OR (${fits}))
    ORDER BY task."id" DESC LIMIT ${candidatesAtMost}`
}

/** The number in `#12`; 0, which no task has, without one. */
function numberIn(words: string[]): number {
  const digits = words.length === 1 ? /^#(\d{1,9})$/.exec(words[0] ?? '')?.[1] : undefined
  return Number(digits ?? 0)
}

function asTask({ id, title, isFinished, progress, columnId, columnName, boardId, boardName }: TaskRow): FoundTask {
  const state = isFinished ? 'done' : progress > 0 ? 'doing' : 'open'
  return {
    id,
    title,
    state,
    column: { id: columnId, name: columnName },
    board: { id: boardId, name: boardName },
  }
}

/** Those whose words begin it come first, then those where a word begins with what is looked for; else in the given order. */
function best<Place>(places: Place[], nameOf: (place: Place) => string, words: string[]): Place[] {
  const fitting = places
    .map((place) => ({ place, folded: foldCase(nameOf(place)) }))
    .filter(({ folded }) => holdsAll(folded, words))
  const byRank = fitting.toSorted((one, other) => rankOf(one.folded, words) - rankOf(other.folded, words))
  return byRank.slice(0, shownAtMost).map(({ place }) => place)
}

function rankOf(folded: string, words: string[]): number {
  const [first = ''] = words
  if (folded.startsWith(first)) return 0
  return folded.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(first)) ? 1 : 2
}
