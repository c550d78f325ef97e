import type { TestApp } from './app.ts'
import type { TestBoard, TestPerson } from './makers.ts'

/** A board's file with nothing in it but a name. */
export const smallestBoardFile = { format: 'taskflow-board', formatVersion: 1, board: { name: 'Small' } }

/** A board's file as the tests look into it. */
export interface ExportedBoard {
  format: string
  exportedAt?: string
  board: { name: string; description: string }
  people: { username: string; displayName: string; role: string | null }[]
  labels: { name: string; colour: string }[]
  rooms: { name: string; archivedAt: string | null }[]
  columns: { name: string; archivedAt: string | null }[]
  tasks: {
    title: string
    column: number
    labels: string[]
    assignees: string[]
    createdBy: string
    createdAt: string
  }[]
  activity: { by: string; type: string; task: number | null; facts: object }[]
}

/** Exports a board as somebody. */
export async function exportBoard({ visitor }: TestPerson, boardId: number): Promise<ExportedBoard> {
  const answer = await visitor.get(`/boards/${boardId}/export.json`)
  if (answer.status !== 200) throw new Error(`not exported: ${answer.status} ${answer.text.slice(0, 200)}`)
  return answer.json() as unknown as ExportedBoard
}

/** The file without what is new at each export. */
export function sameness({ exportedAt: _, ...file }: ExportedBoard): object {
  return file
}

/** Texts that break what is careless with them. */
export const oddTexts = [
  '=HYPERLINK("http://evil.example","x")',
  '+1+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  'two\nlines, a comma; and "quotes"',
  'Ünïcödé 🐦 日本語 عربى',
  "'quoted'",
  '<script>alert(1)</script>',
  '\\u0000 "}],',
]

/** A board with everything on it that a board can have, and much of it odd. */
export async function makeOddBoard(app: TestApp, owner: TestPerson, others: TestPerson[]): Promise<TestBoard> {
  const board = await app.board(
    owner,
    others.map((person, place) => [person, place === 0 ? 'admin' : 'viewer']),
  )
  await app.services.db.board.update({
    where: { id: board.id },
    data: { name: 'Ünïcödé "quoted" / board', description: 'For\nall' },
  })
  const ideas = await app.room(owner, board.id, 'Ideas 💡')
  await app.services.db.chatRoom.update({
    where: { id: ideas },
    data: { archivedAt: new Date('2026-03-12T10:01:00Z') },
  })
  await addColumns(app, board)
  const labelIds = await addLabels(app, board)
  await addTasks(app, board, [owner, ...others], labelIds)
  await addActivity(app, board, [owner, ...others])
  return board
}

const moment = (minutes: number): Date => new Date(Date.UTC(2026, 2, 12, 10, minutes, 0, 123))

async function addColumns({ services: { db } }: TestApp, board: TestBoard): Promise<void> {
  const { id: boardId } = board
  const archived = await db.column.create({
    data: { boardId, name: 'Old ideas', rank: 'Zz', wipLimit: 7, archivedAt: moment(1), version: 1 },
  })
  await db.column.create({
    data: { boardId, name: '', rank: 'a9', deletedAt: moment(2), version: 1 },
  })
  board.columnIds.push(archived.id)
}

async function addLabels({ services: { db } }: TestApp, { id: boardId }: TestBoard): Promise<number[]> {
  const ids: number[] = []
  for (const [name, colour] of [
    ['Zebra', 'plum'],
    ['ähnlich', 'moss'],
    ['Press, "kit"', 'brick'],
  ] as const) {
    const label = await db.label.create({ data: { boardId, name, nameKey: name.toLowerCase(), colour, version: 1 } })
    ids.push(label.id)
  }
  return ids
}

async function addTasks(
  { services: { db } }: TestApp,
  { id: boardId, columnIds }: TestBoard,
  people: TestPerson[],
  labelIds: number[],
): Promise<void> {
  for (const [place, text] of oddTexts.entries()) {
    await db.task.create({
      data: {
        boardId,
        // The ranks run against the order of the ids.
        rank: `a${9 - (place % 10)}`,
        columnId: columnIds[place % columnIds.length] ?? 0,
        title: text.trim().slice(0, 500),
        description: place === 0 ? `${'x'.repeat(9_999)}ß` : text.trim(),
        priority: place % 2 === 0 ? 'urgent' : null,
        startOn: '2026-02-28',
        dueOn: place % 3 === 0 ? '2028-02-29' : null,
        progress: place * 10,
        finishedAt: place % columnIds.length === 2 ? moment(place) : null,
        archivedAt: place % 4 === 0 ? moment(place) : null,
        createdById: people[place % people.length]?.id ?? 0,
        createdAt: moment(place),
        version: 1,
        labels: { create: labelIds.slice(0, place % 4).map((labelId) => ({ labelId })) },
        assignees: { create: people.slice(0, place % 4).map(({ id: userId }) => ({ userId })) },
        steps: {
          create: [
            { text: 'second', rank: 'a1', isDone: true },
            { text: 'first', rank: 'a0' },
          ].slice(0, place % 3),
        },
      },
    })
  }
  await db.task.create({
    data: {
      boardId,
      columnId: columnIds[0] ?? 0,
      title: '',
      rank: 'a0V',
      deletedAt: moment(3),
      createdById: people[0]?.id ?? 0,
      version: 1,
    },
  })
}

async function addActivity({ services: { db } }: TestApp, board: TestBoard, people: TestPerson[]): Promise<void> {
  const { id: boardId } = board
  const tasks = await db.task.findMany({ where: { boardId }, orderBy: { id: 'asc' } })
  const deeds = tasks.flatMap(({ id: taskId, title }, place) => [
    { type: 'task:created', taskId, facts: { taskId, title, column: 'To Do' }, place },
    { type: 'task:due', taskId, facts: { taskId, title, day: place % 2 === 0 ? null : '2026-03-13' }, place },
    { type: 'task:assigned', taskId, facts: { taskId, title, people: ['Ana', 'Ben'] }, place },
    { type: 'column:limited', taskId: null, facts: { name: 'To Do', limit: place }, place },
  ])
  for (const [number, { place, facts, ...deed }] of deeds.entries()) {
    await db.activity.create({
      data: {
        ...deed,
        id: `0198c2f0-0001-7000-8000-${String(number).padStart(12, '0')}`.replace(
          '0001',
          String(boardId).padStart(4, '0'),
        ),
        boardId,
        facts: JSON.stringify(facts),
        actorId: people[place % people.length]?.id ?? 0,
        // Two deeds of one change share its version.
        version: 2 + Math.floor(number / 2),
        createdAt: moment(place),
      },
    })
  }
  await db.board.update({ where: { id: boardId }, data: { version: 2 + deeds.length } })
}
