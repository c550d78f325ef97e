import type { Db, Tx } from '../platform/db/index.ts'
import { turnFor } from '../platform/others-turn.ts'
import type { Services } from '../platform/services.ts'
import { drawTasks } from './drawn-tasks.ts'
import { columnFields, type ColumnView } from './columns.queries.ts'
import { shown, taskKeys, type TaskKey } from './tasks.queries.ts'

/** What one person's page of a board is drawn with. */
export interface BoardDrawing {
  boardId: number
  /** The ids of the tasks to be seen, where a filter is on; the others are there, but hidden. */
  matching?: ReadonlySet<number> | undefined
  /** For the forms in the columns. What is told live has none: there a script sends it. */
  csrfToken: string
}

/** A board's columns as HTML with their tasks, in order: a constant number of statements, however many there are. */
export async function drawBoardColumns(
  services: Services,
  { boardId, matching, csrfToken }: BoardDrawing,
): Promise<string[]> {
  const { db } = services
  const columns = await db.column.findMany({
    where: { boardId, ...shown },
    orderBy: [{ rank: 'asc' }, { id: 'asc' }],
    select: columnFields,
  })
  const keys = await taskKeys(db, { boardId })
  const pause = turnFor(keys.length)
  await pause()
  const drawn = await drawTasks(services, db, keys)
  const tasks = matching ? hideOthers(drawn, matching) : drawn
  const htmls: string[] = []
  for (const column of columns) {
    await pause()
    const keysInside = keys.filter(({ columnId }) => columnId === column.id)
    htmls.push(drawColumn(services, { column, csrfToken }, keysInside, tasks))
  }
  await pause()
  return htmls
}

/** What is kept drawn is the same for everyone: that a filter hides a task is written into its first tag. */
function hideOthers(tasks: Map<number, string>, matching: ReadonlySet<number>): Map<number, string> {
  return new Map(Array.from(tasks, ([id, html]) => [id, matching.has(id) ? html : html.replace('<li ', '<li hidden ')]))
}

/** One column as HTML with its tasks; undefined when it is not on the board. */
export async function drawOneColumn(services: Services, db: Db | Tx, columnId: number): Promise<string | undefined> {
  const column = await db.column.findFirst({ where: { id: columnId, ...shown }, select: columnFields })
  if (!column) return undefined
  const keys = await taskKeys(db, { columnId })
  return drawColumn(services, { column }, keys, await drawTasks(services, db, keys))
}

function drawColumn(
  { views }: Services,
  locals: { column: ColumnView; csrfToken?: string },
  keys: TaskKey[],
  tasks: Map<number, string>,
): string {
  return views.render('boards/_column', { ...locals, tasks: keys.map(({ id }) => tasks.get(id) ?? '') })
}
