import { generateNKeysBetween } from 'fractional-indexing'
import { LabelColour, openDatabase, type Db, TaskPriority } from '../../src/platform/db/index.ts'

/** A board that the API made, to be filled. */
export interface EmptyBoard {
  id: number
  columnIds: number[]
  /** Who is on it. */
  memberIds: number[]
}

/** Writes tasks straight into an instance's database: thousands of posts would take minutes. */
export interface BoardFiller {
  /** Fills a board as a team would: two of three tasks are plain, every third has everything that a task can show. Gives their ids. */
  fill(board: EmptyBoard, taskCount: number): Promise<number[]>
  /** Makes every task of a board one that was never drawn, as after a start: drawings are kept by version. */
  forgetDrawings(boardId: number): Promise<void>
  close(): Promise<void>
}

/** @param databaseUrl of an instance that has been started once */
export async function openFiller(databaseUrl: string): Promise<BoardFiller> {
  const db = await openDatabase(databaseUrl, { maxConnections: 1 })
  return {
    fill: (board, taskCount) => fillBoard(db, board, taskCount),
    forgetDrawings: async (boardId) => {
      await db.$executeRaw`UPDATE "Task" SET "version" = "version" + 1 WHERE "boardId" = ${boardId}`
    },
    close: () => db.$disconnect(),
  }
}

const labelNames = ['Press', 'Design', 'Server', 'Browser', 'Legal', 'Customers', 'Bug', 'Next quarter']

/** Puts tasks on a board that has none. Gives their ids. */
export async function fillBoard(db: Db, board: EmptyBoard, taskCount: number): Promise<number[]> {
  const labelIds = await createLabels(db, board.id)
  const ranks = generateNKeysBetween(null, null, taskCount)
  const tasks = await db.task.createManyAndReturn({
    data: ranks.map((rank, number) => taskRow(board, rank, number)),
    select: { id: true },
  })
  const taskIds = tasks.map(({ id }) => id).toSorted((one, other) => one - other)
  const rich = taskIds.filter((_, number) => isRich(number))
  await db.taskLabel.createMany({
    data: rich.flatMap((taskId) => twoOf(labelIds, taskId).map((labelId) => ({ taskId, labelId }))),
  })
  await db.taskAssignee.createMany({
    data: rich.flatMap((taskId) => twoOf(board.memberIds, taskId).map((userId) => ({ taskId, userId }))),
  })
  await db.checklistStep.createMany({ data: rich.flatMap(stepRows) })
  return taskIds
}

async function createLabels(db: Db, boardId: number): Promise<number[]> {
  const colours = Object.values(LabelColour)
  const labels = await db.label.createManyAndReturn({
    data: labelNames.map((name, place) => ({
      boardId,
      name,
      nameKey: name.toLowerCase(),
      colour: colours[place % colours.length] ?? 'petrol',
      version: 1,
    })),
    select: { id: true },
  })
  return labels.map(({ id }) => id)
}

function taskRow({ id: boardId, columnIds, memberIds }: EmptyBoard, rank: string, number: number) {
  const priorities = Object.values(TaskPriority)
  const columnId = columnIds[number % columnIds.length] ?? 0
  const plain = {
    boardId,
    columnId,
    // The last of a new board's columns is the one for what is done.
    finishedAt: columnId === columnIds.at(-1) ? new Date() : null,
    title: titleOf(number),
    rank,
    createdById: memberIds[number % memberIds.length] ?? 0,
    version: 1,
  }
  if (!isRich(number)) return { ...plain, description: '', priority: null, dueOn: null, progress: 0 }
  const description = `What is to be done about **${plain.title}**, and by whom.`
  const priority = priorities[number % priorities.length] ?? null
  return { ...plain, description, priority, dueOn: dayIn((number % 40) - 10), progress: (number * 7) % 100 }
}

/** Which is not every third of each column: columns take turns by threes. */
function isRich(number: number): boolean {
  return Math.floor(number / 3) % 3 === 0
}

const words =
  'Write the first draft of the announcement for customers who asked when the new plan starts and what it costs'

/** Between 20 and 80 characters. */
function titleOf(number: number): string {
  return `${number + 1} ${words.slice((number * 5) % 25)}`.slice(0, 20 + ((number * 17) % 61)).trim()
}

function dayIn(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

function twoOf(ids: number[], number: number): number[] {
  return [...new Set([ids[number % ids.length] ?? 0, ids[(number * 3 + 1) % ids.length] ?? 0])]
}

function stepRows(taskId: number) {
  const steps = ['Ask the others', 'Write it', 'Have it read', 'Send it']
  return steps.map((text, place) => ({ taskId, text, isDone: place < taskId % 5, rank: `a${place}` }))
}
