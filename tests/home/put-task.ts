import type { Db, TaskPriority } from '../../src/platform/db/index.ts'

export interface TaskRow {
  boardId: number
  columnId: number
  title: string
  createdById: number
  assigneeIds?: number[]
  priority?: TaskPriority
  dueOn?: string
  finishedAt?: Date
  archivedAt?: Date
  deletedAt?: Date
}

/** Puts a task into the database as it would lie there, however it came to that. */
export async function putTask(db: Db, { assigneeIds = [], ...task }: TaskRow): Promise<number> {
  const assignees = { create: assigneeIds.map((userId) => ({ userId })) }
  const { id } = await db.task.create({ data: { ...task, rank: 'a0', version: 1, assignees }, select: { id: true } })
  return id
}
