import { setImmediate as nextTurn } from 'node:timers/promises'
import { stringify } from 'csv-stringify/sync'
import { compare, type BoardSnapshot, type TaskRow } from './board-snapshot.ts'

const heading = [
  'number',
  'title',
  'description',
  'column',
  'labels',
  'assignees',
  'priority',
  'start',
  'due',
  'progress',
  'finished',
  'created',
  'archived',
]

const rowsPerChunk = 200

/**
 * Writes a board's tasks as CSV (RFC 4180), a row each, those in the archive too. It begins with a byte order mark, by which spreadsheets know UTF-8;
 * a text that a spreadsheet would take for a formula begins with an apostrophe.
 * @returns pieces of the text
 */
export async function* writeCsv({ tasks, columns, labels }: BoardSnapshot): AsyncGenerator<string> {
  const columnsById = new Map(columns.map((column) => [column.id, column]))
  const labelNames = new Map(labels.map(({ id, name }) => [id, name]))
  yield `\u{feff}${asCsv([heading])}`
  for (let start = 0; start < tasks.length; start += rowsPerChunk) {
    const some = tasks.slice(start, start + rowsPerChunk)
    yield asCsv(some.map((task) => rowOf(task, columnsById.get(task.columnId), labelNames)))
    await nextTurn()
  }
}

function asCsv(rows: (string | number | null)[][]): string {
  // Only a whole \r\n would be quoted by itself; readers take a lone \n for the end of a row as well.
  return stringify(rows, { record_delimiter: 'windows', escape_formulas: true, quoted_match: /[\r\n]/ })
}

function rowOf(
  task: TaskRow,
  column: { name: string; archivedAt: Date | null } | undefined,
  labelNames: Map<number, string>,
): (string | number | null)[] {
  return [
    task.id,
    task.title,
    task.description,
    column?.name ?? '',
    task.labels
      .map(({ labelId }) => labelNames.get(labelId) ?? '')
      .toSorted(compare)
      .join(', '),
    task.assignees
      .map(({ user }) => user.displayName)
      .toSorted(compare)
      .join(', '),
    task.priority,
    task.startOn,
    task.dueOn,
    task.finishedAt ? 100 : task.progress,
    moment(task.finishedAt),
    moment(task.createdAt),
    moment(task.archivedAt ?? column?.archivedAt),
  ]
}

function moment(date: Date | null | undefined): string {
  return date?.toISOString() ?? ''
}
