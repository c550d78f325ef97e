import type { BoardAccess } from '../boards/index.ts'
import type { Db } from '../platform/db/index.ts'

/** How many tasks the archive shows; the rest comes up as these are restored or deleted. */
export const archivedTasksShown = 200

export interface ArchivedColumn {
  id: number
  name: string
  taskCount: number
  archivedAt: Date
}

export interface ArchivedTask {
  id: number
  title: string
  columnId: number
  columnName: string
  archivedAt: Date
}

/** What is in a board's archive, the newest first: columns with their tasks, and tasks on their own. */
export async function archiveOf(
  db: Db,
  { boardId }: BoardAccess,
): Promise<{ columns: ArchivedColumn[]; tasks: ArchivedTask[]; taskCount: number }> {
  const where = { boardId, archivedAt: { not: null }, deletedAt: null }
  const [columns, tasks, taskCount] = await Promise.all([
    db.column.findMany({
      where,
      orderBy: [{ archivedAt: 'desc' }, { id: 'desc' }],
      select: { id: true, name: true, archivedAt: true, _count: { select: { tasks: { where: { deletedAt: null } } } } },
    }),
    db.task.findMany({
      where,
      orderBy: [{ archivedAt: 'desc' }, { id: 'desc' }],
      take: archivedTasksShown,
      select: { id: true, title: true, columnId: true, archivedAt: true, column: { select: { name: true } } },
    }),
    db.task.count({ where }),
  ])
  return {
    columns: columns.map(({ _count, archivedAt, ...column }) => ({
      ...column,
      taskCount: _count.tasks,
      archivedAt: archivedAt ?? new Date(0),
    })),
    tasks: tasks.map(({ column, archivedAt, ...task }) => ({
      ...task,
      columnName: column.name,
      archivedAt: archivedAt ?? new Date(0),
    })),
    taskCount,
  }
}
