import type { Db } from '../platform/db/index.ts'
import { perServices } from '../platform/per-services.ts'
import type { Services } from '../platform/services.ts'
import { foldCase } from '../platform/text-match.ts'

/** About 20 MB of titles. */
const tasksAtMost = 100_000

/** A task as it is looked for: its title without case. */
export interface IndexedTask {
  columnId: number
  folded: string
}

/** The tasks of a board by their ids, as they were when the board had this version. */
interface IndexedBoard {
  version: number
  tasks: Map<number, IndexedTask>
}

/**
 * Titles, ready to be searched: neither database ignores case beyond English letters, and reading every title for every letter that
 * somebody types would take too long. A board's version says what is new: only that is read.
 */
const indexes = perServices(() => new Map<number, IndexedBoard>())

/**
 * The titles of a board's tasks that are in no archive.
 * @param version the board's version as it was just read: what is older is not read again
 */
export async function indexedTasks(
  services: Services,
  boardId: number,
  version: number,
): Promise<IndexedBoard['tasks']> {
  const index = indexes(services)
  const known = index.get(boardId)
  const tasks = known?.tasks ?? new Map<number, IndexedTask>()
  if (known?.version !== version) {
    // What two requests read at once is put in twice; what either missed is newer than the version that it leaves here.
    for (const { id, title, columnId, isShown } of await changedTasks(services.db, boardId, known?.version ?? -1)) {
      if (isShown) tasks.set(id, { columnId, folded: foldCase(title) })
      else tasks.delete(id)
    }
  }
  index.delete(boardId)
  index.set(boardId, { version, tasks })
  dropOldest(index)
  return tasks
}

interface ChangedTask {
  id: number
  title: string
  columnId: number
  isShown: boolean | bigint
}

/** Plain SQL: a new index reads thousands. */
function changedTasks(db: Db, boardId: number, since: number): Promise<ChangedTask[]> {
  return db.$queryRaw<ChangedTask[]>`
    SELECT "id", "title", "columnId", ("archivedAt" IS NULL AND "deletedAt" IS NULL) AS "isShown"
    FROM "Task" WHERE "boardId" = ${boardId} AND "version" > ${since}`
}

/** A Map keeps the order of insertion: the first board is the one that was not looked into for longest. */
function dropOldest(index: Map<number, IndexedBoard>): void {
  let total = 0
  for (const [boardId, { tasks }] of Array.from(index).toReversed()) {
    total += tasks.size
    if (total > tasksAtMost) index.delete(boardId)
  }
}
