import { randomUUID } from 'node:crypto'
import { createBoard, boardEditor } from '../boards/index.ts'
import { commitPosts, createRoom } from '../chat/index.ts'
import { createLabel } from '../labels/index.ts'
import type { Actor } from '../platform/actor.ts'
import { dayAfter, todayInUtc } from '../platform/calendar-day.ts'
import { change } from '../platform/change.ts'
import type { Services } from '../platform/services.ts'
import {
  addStep,
  columnEditor,
  columnsOf,
  createTask,
  taskEditor,
  updateTask,
  type ColumnAccess,
  type TaskChanges,
} from '../tasks/index.ts'

interface SampleTask extends Pick<TaskChanges, 'description' | 'priority' | 'progress'> {
  title: string
  label: string
  /** From today on. */
  dueInDays?: number
  steps?: string[]
}

const labels = { Team: 'petrol', 'First steps': 'straw' } as const

const tasks: Record<string, SampleTask[]> = {
  'To Do': [
    { title: 'Bring in the team: Invite, at the top of this board', label: 'Team', priority: 'high', dueInDays: 2 },
    { title: 'Say hello in # general', label: 'Team', dueInDays: 0 },
    {
      title: 'Drag me to Done, or pick me up with Space and the arrow keys',
      label: 'First steps',
      description:
        'Moving works by **mouse**, by **finger** and by **keyboard**. Press `?` for all the keys, and `Ctrl+K` to go anywhere.',
    },
  ],
  'In Progress': [
    {
      title: 'Look around in the sample board',
      label: 'First steps',
      progress: 30,
      steps: ['Open this task', 'Tick a step', 'Filter the board by a label'],
    },
  ],
  Done: [{ title: 'Start TaskFlow', label: 'First steps' }],
}

const messages: Record<string, string[]> = {
  general: [
    'Welcome to TaskFlow. The board is on the left, and this is its conversation.',
    'Everyone on the board sees what is said here, as it is said.',
    'Type @ and a name to call someone: it reaches their inbox wherever they are.',
  ],
  ideas: ['A second room, for what does not belong into # general. Make as many as the board needs.'],
}

/** Makes a board to look around in, with the same verbs that people use. */
export async function addSampleBoard(services: Services, owner: Actor): Promise<void> {
  const { id: boardId } = await change(services, (draft) =>
    createBoard(services, draft, owner, { name: 'Getting started', description: 'A sample board to look around in' }),
  )
  const board = await boardEditor(services, owner, { boardId })
  await change(services, (draft) =>
    createRoom(services, draft, board, { name: 'ideas', description: 'Whatever comes to mind' }),
  )
  await addTasks(services, owner, boardId)
  await addMessages(services, owner, boardId)
}

async function addTasks(services: Services, owner: Actor, boardId: number): Promise<void> {
  const access = await boardEditor(services, owner, { boardId })
  const labelIds = new Map<string, number>()
  for (const [name, colour] of Object.entries(labels)) {
    const { id } = await change(services, (draft) => createLabel(services, draft, access, { name, colour }))
    labelIds.set(name, id)
  }
  for (const column of await columnsOf(services.db, access)) {
    const columnAccess = await columnEditor(services, owner, { columnId: column.id })
    for (const task of tasks[column.name] ?? []) await addTask(services, columnAccess, task, labelIds)
  }
}

async function addTask(
  services: Services,
  column: ColumnAccess,
  { title, label, dueInDays, steps = [], ...changes }: SampleTask,
  labelIds: Map<string, number>,
): Promise<void> {
  const { actor } = column.board
  const { id: taskId } = await change(services, (draft) => createTask(services, draft, column, { title }))
  const access = await taskEditor(services, actor, { taskId })
  const dueOn = dueInDays === undefined ? null : dayAfter(todayInUtc(), dueInDays)
  const carried = [labelIds.get(label) ?? 0]
  await change(services, (draft) =>
    updateTask(services, draft, access, { ...changes, dueOn, labelIds: carried, assigneeIds: [actor.id] }),
  )
  for (const text of steps) await change(services, (draft) => addStep(services, draft, access, { text }))
}

async function addMessages(services: Services, owner: Actor, boardId: number): Promise<void> {
  const rooms = await services.db.chatRoom.findMany({ where: { boardId }, select: { id: true, name: true } })
  for (const { id: roomId, name } of rooms) {
    const posts = (messages[name] ?? []).map((content) => ({
      roomId,
      author: owner,
      content,
      clientId: randomUUID(),
      names: { usernameKeys: [], mentionsRoom: false },
    }))
    if (posts.length > 0) await commitPosts(services, posts)
  }
}
