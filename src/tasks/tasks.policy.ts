import {
  findBoardAccess,
  grantBoardAccess,
  requireEditing,
  type BoardAccess,
  type BoardEditing,
} from '../boards/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { BoardRole } from '../platform/db/index.ts'
import type { Door } from '../platform/door.ts'
import { NotFound, Unauthorized } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'

declare const passed: unique symbol

/** Proof that someone may see a task. Made by the doors below and nowhere else. */
export interface TaskAccess {
  readonly [passed]: true
  readonly taskId: number
  readonly board: BoardAccess
}

/** Proof of the right to change a task. */
export interface TaskEditing extends TaskAccess {
  readonly board: BoardEditing
}

export interface TaskKey {
  taskId: number
}

/** Members of the task's board. */
export const taskReader: Door<TaskKey, TaskAccess> = (services, actor, { taskId }) =>
  findTaskAccess(services, actor, taskId)

/** Members of the task's board who are more than viewers. */
export const taskEditor: Door<TaskKey, TaskEditing> = async (services, actor, { taskId }) => {
  const access = await findTaskAccess(services, actor, taskId)
  return { ...access, board: requireEditing(access.board) }
}

// A task that is in the archive can be seen; one that was deleted is gone.
async function findTaskAccess({ db }: Services, actor: Actor | null, taskId: number): Promise<TaskAccess> {
  if (!actor) throw new Unauthorized()
  const [found] = await db.$queryRaw<{ boardId: number; role: BoardRole | null }[]>`
    SELECT task."boardId", member."role"
    FROM "Task" task
    LEFT JOIN "BoardMember" member
      ON member."boardId" = task."boardId" AND member."userId" = ${actor.id} AND member."leftAt" IS NULL
    WHERE task."id" = ${taskId} AND task."deletedAt" IS NULL`
  if (!found) throw new NotFound()
  return { taskId, board: grantBoardAccess(actor, found.boardId, found.role) } as TaskAccess
}

/** Proof of the right to put tasks into a column, and to change it. */
export interface ColumnAccess {
  readonly [passed]: true
  readonly columnId: number
  readonly board: BoardEditing
}

/** Members of the column's board who are more than viewers. */
export const columnEditor: Door<{ columnId: number }, ColumnAccess> = async (services, actor, { columnId }) => {
  if (!actor) throw new Unauthorized()
  const column = await services.db.column.findFirst({
    where: { id: columnId, deletedAt: null },
    select: { boardId: true },
  })
  if (!column) throw new NotFound()
  const board = requireEditing(await findBoardAccess(services.db, actor, column.boardId))
  return { columnId, board } as ColumnAccess
}
