import { readMany, sql, type Db } from '../platform/db/index.ts'
import { foldCase } from '../platform/text-match.ts'
import { taskMatcher, type TaskFilter } from './task-filter.ts'

/** The ids of the tasks on a board that pass a filter, and how many there are in all: three statements, however many there are. */
export async function filterTasks(
  db: Db,
  boardId: number,
  filter: TaskFilter,
  viewer: { viewerId: number; today: string },
): Promise<{ matching: Set<number>; total: number }> {
  const rows = await readRows(db, boardId)
  const labels = textsByTask(await readLinks(db, boardId, 'TaskLabel', 'labelId'))
  const assignees = textsByTask(await readLinks(db, boardId, 'TaskAssignee', 'userId'))
  const matches = taskMatcher(filter, viewer)
  const fitting = rows.filter(({ id, title, priority, dueOn, isFinished }) =>
    matches({
      id,
      foldedTitle: foldCase(title),
      label: labels.get(id) ?? [],
      assignee: assignees.get(id) ?? [],
      priority: priority ?? undefined,
      dueOn: dueOn ?? undefined,
      isFinished: Boolean(isFinished),
    }),
  )
  return { matching: new Set(fitting.map(({ id }) => id)), total: rows.length }
}

interface Row {
  id: number
  title: string
  priority: string | null
  dueOn: string | null
  /** One of the databases knows no booleans. */
  isFinished: boolean | number
}

function readRows(db: Db, boardId: number): Promise<Row[]> {
  return readMany<Row>(
    db,
    {
      id: 'task."id"',
      title: 'task."title"',
      priority: 'task."priority"',
      dueOn: 'task."dueOn"',
      isFinished: 'task."finishedAt" IS NOT NULL',
    },
    sql`FROM "Task" task JOIN "Column" col ON col."id" = task."columnId"
      WHERE task."boardId" = ${boardId} AND task."archivedAt" IS NULL AND task."deletedAt" IS NULL
        AND col."archivedAt" IS NULL AND col."deletedAt" IS NULL`,
    'task."id"',
  )
}

interface Link {
  taskId: number
  /** What the task has: a label, somebody who is to do it. */
  otherId: number
}

function readLinks(
  db: Db,
  boardId: number,
  ...[table, column]: ['TaskLabel', 'labelId'] | ['TaskAssignee', 'userId']
): Promise<Link[]> {
  const links = { TaskLabel: sql`"TaskLabel"`, TaskAssignee: sql`"TaskAssignee"` }[table]
  return readMany<Link>(
    db,
    { taskId: 'link."taskId"', otherId: `link."${column}"` },
    sql`FROM "Task" task JOIN ${links} link ON link."taskId" = task."id" WHERE task."boardId" = ${boardId}`,
    'link."taskId"',
  )
}

function textsByTask(links: Link[]): Map<number, string[]> {
  const found = new Map<number, string[]>()
  for (const { taskId, otherId } of links) {
    const known = found.get(taskId)
    if (known) known.push(String(otherId))
    else found.set(taskId, [String(otherId)])
  }
  return found
}
