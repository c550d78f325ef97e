import type { ReadBoardChanges } from '../boards/index.ts'
import type { LiveChange } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import { taskFields, type TaskView } from './tasks.queries.ts'

/** A task that was added at the end of its column. */
export function describeTask({ views }: Services, task: TaskView, taskCount: number): LiveChange {
  const { columnId } = task
  return {
    type: 'task:created',
    version: task.version,
    task,
    patches: [
      { op: 'append', target: `#column-${columnId}-tasks`, html: views.render('boards/_task', { task }) },
      {
        op: 'replace',
        target: `#column-${columnId}-count`,
        html: views.render('boards/_column_count', { column: { id: columnId }, taskCount }),
      },
    ],
  }
}

/** Tasks that came since a version. */
export const readTaskChanges: ReadBoardChanges = async (services, boardId, since, limit) => {
  const tasks = await services.db.task.findMany({
    where: { boardId, version: { gt: since } },
    orderBy: { version: 'asc' },
    take: limit,
    select: taskFields,
  })
  if (tasks.length === 0) return []
  const columns = await services.db.task.groupBy({ by: ['columnId'], where: { boardId }, _count: true })
  const counts = new Map(columns.map(({ columnId, _count }) => [columnId, _count]))
  return tasks.map((task) => describeTask(services, task, counts.get(task.columnId) ?? 0))
}
