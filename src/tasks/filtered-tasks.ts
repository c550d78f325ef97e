import type { Db } from '../platform/db/index.ts'
import { foldCase } from '../platform/text-match.ts'
import { taskMatcher, type TaskFilter } from './task-filter.ts'
import { shown } from './tasks.queries.ts'

/** The ids of the tasks on a board that pass a filter, and how many there are in all: three statements, however many there are. */
export async function filterTasks(
  db: Db,
  boardId: number,
  filter: TaskFilter,
  viewer: { viewerId: number; today: string },
): Promise<{ matching: Set<number>; total: number }> {
  const rows = await db.task.findMany({
    where: { boardId, ...shown, column: shown },
    select: {
      id: true,
      title: true,
      priority: true,
      dueOn: true,
      finishedAt: true,
      labels: { select: { labelId: true } },
      assignees: { select: { userId: true } },
    },
  })
  const matches = taskMatcher(filter, viewer)
  const fitting = rows.filter(({ id, title, priority, dueOn, finishedAt, labels, assignees }) =>
    matches({
      id,
      foldedTitle: foldCase(title),
      label: labels.map(({ labelId }) => String(labelId)),
      assignee: assignees.map(({ userId }) => String(userId)),
      priority: priority ?? undefined,
      dueOn: dueOn ?? undefined,
      isFinished: finishedAt !== null,
    }),
  )
  return { matching: new Set(fitting.map(({ id }) => id)), total: rows.length }
}
