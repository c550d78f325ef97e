import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Person } from '../platform/actor.ts'
import { caseKey } from '../users/index.ts'
import { boardFileFormat, boardFileVersion } from './board-file.ts'
import { byRank, compare, type BoardSnapshot, type DeedRow, type TaskRow } from './board-snapshot.ts'
import { importFactsOf, type Origin } from './origins.ts'

/** How many tasks or deeds are written in one turn of the event loop. */
const linesPerChunk = 200

/**
 * Writes a board as JSON (docs/board-file.md), a task or deed a line. The same board gives the same text, but for `exportedAt`.
 * @returns pieces of the text
 */
export async function* writeBoardFile(snapshot: BoardSnapshot, exportedAt: Date): AsyncGenerator<string> {
  const { board, labels, rooms, columns, tasks, activity } = snapshot
  const people = new People(snapshot)
  const numbers = new Map(tasks.map(({ id }, place) => [id, place]))
  yield `{\n"format": ${text(boardFileFormat)},\n"formatVersion": ${boardFileVersion},\n`
  yield `"exportedAt": ${text(exportedAt)},\n"board": ${text(board)},\n`
  yield* writeList('people', people.all(), (person) => person)
  yield* writeList('labels', labels, ({ name, colour }) => ({ name, colour }))
  yield* writeList('rooms', rooms, ({ name, description, archivedAt }) => ({ name, description, archivedAt }))
  yield* writeList('columns', columns, ({ name, isDone, wipLimit, archivedAt }) => ({
    name,
    isDone,
    wipLimit,
    archivedAt,
  }))
  yield* writeList('tasks', tasks, taskWriter(snapshot, people))
  yield* writeList('activity', activity, (deed) => writeDeed(deed, people, numbers), '\n')
  yield '}\n'
}

async function* writeList<Row>(
  name: string,
  rows: Row[],
  write: (row: Row) => object,
  end = ',\n',
): AsyncGenerator<string> {
  yield `"${name}": [`
  for (let start = 0; start < rows.length; start += linesPerChunk) {
    const lines = rows.slice(start, start + linesPerChunk).map((row) => text(write(row)))
    yield `${start === 0 ? '\n' : ',\n'}${lines.join(',\n')}`
    await nextTurn()
  }
  yield `${rows.length === 0 ? '' : '\n'}]${end}`
}

const text = (value: unknown): string => JSON.stringify(value)

function taskWriter({ columns, labels }: BoardSnapshot, people: People): (task: TaskRow) => object {
  const columnPlaces = new Map(columns.map(({ id }, place) => [id, place]))
  const labelPlaces = new Map(labels.map(({ id }, place) => [id, place]))
  return (task) => ({
    column: columnPlaces.get(task.columnId),
    title: task.title,
    description: task.description,
    priority: task.priority,
    startOn: task.startOn,
    dueOn: task.dueOn,
    progress: task.progress,
    finishedAt: task.finishedAt,
    archivedAt: task.archivedAt,
    createdAt: task.createdAt,
    createdBy: people.nameOf(people.creatorOf(task)),
    labels: task.labels
      .map(({ labelId }) => labelPlaces.get(labelId) ?? 0)
      .toSorted((one, other) => one - other)
      .map((place) => labels[place]?.name),
    assignees: task.assignees.map(({ user }) => people.nameOf(user)).toSorted(compare),
    steps: task.steps.toSorted(byRank).map(({ text: words, isDone }) => ({ text: words, isDone })),
  })
}

function writeDeed(deed: DeedRow, people: People, numbers: Map<number, number>): object {
  return {
    at: deed.createdAt,
    by: people.nameOf(doerOf(deed)),
    type: deed.type,
    task: deed.taskId === null ? null : (numbers.get(deed.taskId) ?? null),
    // Ids and origins are of this installation; the file names tasks by their places, and people by their names.
    facts: { ...(JSON.parse(deed.facts) as object), taskId: undefined, originally: undefined },
  }
}

/** Who did it: on this installation, or on the one that it came from. */
function doerOf({ actor, facts }: DeedRow): Origin {
  // Looked for in the text first: of most deeds, the facts need not be parsed for this.
  if (!facts.includes('"originally"')) return actor
  return (JSON.parse(facts) as { originally?: Origin }).originally ?? actor
}

/** Everybody who occurs on a board, by username: members with their role, and those who are no members any more. */
class People {
  readonly #people = new Map<string, Origin & { role: string | null }>()
  readonly #creators: Map<number, Origin>

  constructor({ members, imports, tasks, activity }: BoardSnapshot) {
    this.#creators = new Map(
      imports.flatMap(({ facts }) =>
        importFactsOf(facts).creators.flatMap(({ taskIds, ...creator }) =>
          taskIds.map((taskId): [number, Origin] => [taskId, creator]),
        ),
      ),
    )
    for (const { user, role } of members) this.#add(user, role)
    for (const task of tasks) {
      this.#add(this.creatorOf(task))
      for (const { user } of task.assignees) this.#add(user)
    }
    for (const deed of activity) this.#add(doerOf(deed))
  }

  /** Who made a task, here or on the installation that it came from. */
  creatorOf({ id, createdBy }: { id: number; createdBy: Person }): Origin {
    return this.#creators.get(id) ?? createdBy
  }

  nameOf({ username }: Origin): string {
    return this.#people.get(caseKey(username))?.username ?? username
  }

  all(): object[] {
    const byName = [...this.#people.keys()].toSorted(compare)
    return byName.flatMap((key) => this.#people.get(key) ?? [])
  }

  #add({ username, displayName }: Origin, role: string | null = null): void {
    const key = caseKey(username)
    if (!this.#people.has(key)) this.#people.set(key, { username, displayName, role })
  }
}
