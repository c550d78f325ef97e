import { generateKeyBetween } from 'fractional-indexing'
import { nextBoardVersion } from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Tx } from '../platform/db/index.ts'
import type { Services } from '../platform/services.ts'
import { describeTask } from './task-changes.ts'
import type { ColumnAccess } from './tasks.policy.ts'
import { columnTallies, taskFields, type TaskView } from './tasks.queries.ts'

/** Adds a task at the end of a column. */
export async function createTask(
  services: Services,
  draft: Draft,
  { columnId, board }: ColumnAccess,
  { title }: { title: string },
): Promise<TaskView> {
  const { tx } = draft
  const { boardId, actor } = board
  // The board's row is locked first, so two tasks added at once get two ranks.
  const version = await nextBoardVersion(tx, boardId)
  const rank = generateKeyBetween(await lastRank(tx, columnId), null)
  const task = await tx.task.create({
    data: { boardId, columnId, title, rank, version, createdById: actor.id },
    select: taskFields,
  })
  const tallies = await columnTallies(tx, boardId)
  draft.announce(`board:${boardId}`, () => describeTask(services, task, tallies))
  return task
}

async function lastRank(tx: Tx, columnId: number): Promise<string | null> {
  const last = await tx.task.findFirst({
    where: { columnId },
    orderBy: [{ rank: 'desc' }, { id: 'desc' }],
    select: { rank: true },
  })
  return last?.rank ?? null
}
