import type { ReadBoardChanges } from '../boards/index.ts'
import type { LiveChange } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import { columnTallies, taskFields, type ColumnTally, type TaskView } from './tasks.queries.ts'

/** A task that was added at the end of its column, and how many each column holds now. */
export function describeTask(services: Services, task: TaskView, tallies: ColumnTally[]): LiveChange {
  const { boardId, columnId } = task
  const taskCount = tallies.find(({ id }) => id === columnId)?.taskCount ?? 0
  const draw = (template: string, locals: object): string => services.views.render(template, locals)
  return {
    type: 'task:created',
    version: task.version,
    task,
    patches: [
      { op: 'append', target: `#column-${columnId}-tasks`, html: draw('boards/_task', { task }) },
      {
        op: 'replace',
        target: `#column-${columnId}-count`,
        html: draw('boards/_column_count', { column: { id: columnId }, taskCount }),
      },
      {
        op: 'replace',
        target: `#board-${boardId}-tallies`,
        html: draw('boards/_tallies', { boardId, columns: tallies }),
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
  const tallies = await columnTallies(services.db, boardId)
  return tasks.map((task) => describeTask(services, task, tallies))
}
