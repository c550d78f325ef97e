import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
import { setRanks, type Tx } from '../platform/db/index.ts'
import { Conflict, Invalid } from '../platform/errors.ts'
import type { TaskPlace } from './task-fields.ts'
import { shown } from './tasks.queries.ts'

/** Keys grow by a character with every six moves into one gap; from here on the neighbourhood gets short ones again. */
const longestRank = 40
/** How many tasks on each side of a gap get new ranks, to begin with. */
const neighbours = 25

/** The task above a place, or null for the top of the column. */
export type Above = { id: number; rank: string } | null

/**
 * The task below which a task is to be put.
 * @throws {Invalid} when a neighbour is no task of this board: whether it exists elsewhere is not told
 * @throws {Conflict} when both neighbours have left the column meanwhile
 */
export async function findPlace(tx: Tx, boardId: number, taskId: number, place: TaskPlace): Promise<Above> {
  const { columnId, afterTaskId, beforeTaskId = null } = place
  const after = await findNeighbour(tx, boardId, 'afterTaskId', afterTaskId)
  const before = await findNeighbour(tx, boardId, 'beforeTaskId', beforeTaskId)
  if (afterTaskId === taskId || beforeTaskId === taskId)
    throw new Invalid('A task can’t be its own neighbour.', { afterTaskId: 'Is the task itself.' })
  if (!after) return null
  if (isShownIn(columnId, after)) return after
  if (before && isShownIn(columnId, before)) return shownAbove(tx, columnId, before.rank, taskId)
  throw new Conflict('That place has changed meanwhile: somebody moved or archived the tasks there.')
}

interface Neighbour {
  id: number
  rank: string
  columnId: number
  archivedAt: Date | null
}

async function findNeighbour(tx: Tx, boardId: number, field: string, id: number | null): Promise<Neighbour | null> {
  if (id === null) return null
  const found = await tx.task.findFirst({
    where: { id, boardId },
    select: { id: true, rank: true, columnId: true, archivedAt: true, deletedAt: true },
  })
  if (!found) throw new Invalid('There is no such task on this board.', { [field]: 'Is no task of this board.' })
  return { ...found, archivedAt: found.archivedAt ?? found.deletedAt }
}

function isShownIn(columnId: number, neighbour: Neighbour): boolean {
  return neighbour.columnId === columnId && neighbour.archivedAt === null
}

/** The task that is shown above a rank in a column. */
export async function shownAbove(tx: Tx, columnId: number, rank: string, exceptId: number): Promise<Above> {
  return tx.task.findFirst({
    where: { columnId, ...shown, id: { not: exceptId }, rank: { lt: rank } },
    orderBy: { rank: 'desc' },
    select: { id: true, rank: true },
  })
}

/** The last task of a column; what is archived keeps its place, and so counts. */
export async function lastOf(tx: Tx, columnId: number): Promise<Above> {
  return tx.task.findFirst({ where: { columnId }, orderBy: { rank: 'desc' }, select: { id: true, rank: true } })
}

/**
 * Puts a task right below another.
 * @returns the ids of all tasks whose rank changed, the task's own first
 */
export async function putTask(
  tx: Tx,
  { taskId, columnId, above, version }: { taskId: number; columnId: number; above: Above; version: number },
): Promise<number[]> {
  const rank = await rankBelow(tx, columnId, above, taskId)
  await tx.task.update({ where: { id: taskId }, data: { columnId, rank, version }, select: { id: true } })
  const shortened = await shortenRanks(tx, columnId, rank, version)
  return [...new Set([taskId, ...shortened])]
}

/** A rank right below a task. No row of the column has it, archived ones and tombstones included. */
export async function rankBelow(tx: Tx, columnId: number, above: Above, taskId: number): Promise<string> {
  const below = await tx.task.findFirst({
    where: { columnId, id: { not: taskId }, ...(above && { rank: { gt: above.rank } }) },
    orderBy: { rank: 'asc' },
    select: { rank: true },
  })
  return generateKeyBetween(above?.rank ?? null, below?.rank ?? null)
}

/**
 * Gives the tasks around one whose rank has grown long short ranks again, in the same order.
 * @returns the ids of those whose rank changed, empty when there was no need
 */
async function shortenRanks(tx: Tx, columnId: number, rank: string, version: number): Promise<number[]> {
  if (rank.length <= longestRank) return []
  for (let reach = neighbours; ; reach *= 2) {
    const { rows, lower, upper } = await neighbourhood(tx, columnId, rank, reach)
    const keys = generateNKeysBetween(lower, upper, rows.length)
    if (keys.every((key) => key.length <= longestRank / 2) || (lower === null && upper === null)) {
      const ranks = rows.map(({ id }, place) => ({ id, rank: keys[place] ?? '' }))
      await setRanks(tx, 'Task', ranks, version)
      return rows.map(({ id }) => id)
    }
  }
}

interface Neighbourhood {
  rows: { id: number; rank: string }[]
  /** The ranks just outside; null at an end of the column. */
  lower: string | null
  upper: string | null
}

async function neighbourhood(tx: Tx, columnId: number, rank: string, reach: number): Promise<Neighbourhood> {
  const select = { id: true, rank: true } as const
  const upwards = await tx.task.findMany({
    where: { columnId, rank: { lte: rank } },
    orderBy: { rank: 'desc' },
    take: reach + 1,
    select,
  })
  const downwards = await tx.task.findMany({
    where: { columnId, rank: { gt: rank } },
    orderBy: { rank: 'asc' },
    take: reach + 1,
    select,
  })
  return {
    rows: [...upwards.slice(0, reach).toReversed(), ...downwards.slice(0, reach)],
    lower: upwards[reach]?.rank ?? null,
    upper: downwards[reach]?.rank ?? null,
  }
}
