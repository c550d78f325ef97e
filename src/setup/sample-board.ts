import { randomUUID } from 'node:crypto'
import { createBoard, boardEditor } from '../boards/index.ts'
import { commitPosts, createRoom } from '../chat/index.ts'
import type { Actor } from '../platform/actor.ts'
import { change } from '../platform/change.ts'
import type { Services } from '../platform/services.ts'
import { columnEditor, columnsOf, createTask } from '../tasks/index.ts'

const tasks: Record<string, string[]> = {
  'To Do': [
    'Bring in the team: Invite, at the top of this board',
    'Say hello in # general',
    'Put your first real task here',
  ],
  'In Progress': ['Look around in the sample board'],
  Done: ['Start TaskFlow'],
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
    createBoard(draft, owner, { name: 'Getting started', description: 'A sample board to look around in' }),
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
  for (const column of await columnsOf(services.db, access)) {
    const columnAccess = await columnEditor(services, owner, { columnId: column.id })
    for (const title of tasks[column.name] ?? []) {
      await change(services, (draft) => createTask(services, draft, columnAccess, { title }))
    }
  }
}

async function addMessages(services: Services, owner: Actor, boardId: number): Promise<void> {
  const rooms = await services.db.chatRoom.findMany({ where: { boardId }, select: { id: true, name: true } })
  for (const { id: roomId, name } of rooms) {
    const posts = (messages[name] ?? []).map((content) => ({
      roomId,
      boardId,
      author: owner,
      content,
      clientId: randomUUID(),
      usernameKeys: [],
    }))
    if (posts.length > 0) await commitPosts(services, posts)
  }
}
