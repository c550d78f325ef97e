import { randomUUID } from 'node:crypto'
import { makeBoard, makeRoom, post } from './boards.ts'
import type { Person } from './people.ts'

/** Every kind of page that a signed-in person sees, with something on it, and what is still empty. */
export async function everyPage(viewer: Person, other: Person): Promise<Record<string, string>> {
  const board = await makeBoard(viewer, 'A board with quite a long name, as people give them', [other])
  const empty = await makeBoard(viewer, 'Empty')
  for (const columnId of board.columnIds) {
    await viewer.http.call('POST', `/api/v1/columns/${columnId}/tasks`, {
      title: 'AVeryLongWordThatNobodyCanBreak'.repeat(3),
    })
  }
  for (const [name, colour] of [
    ['Press', 'plum'],
    ['x'.repeat(40), 'moss'],
  ])
    await viewer.http.call('POST', `/api/v1/boards/${board.id}/labels`, { name, colour })
  for (const words of ['Hello', `@${viewer.username} https://example.org/${'path/'.repeat(20)}`, 'x'.repeat(300)]) {
    await post(other, board.roomId, words)
  }
  const { id } = await post(viewer, board.roomId, 'An answer')
  const secret = await makeRoom(viewer, board.id, {
    name: 'x'.repeat(60),
    isPrivate: true,
    usernames: [other.username],
  })
  const old = await makeRoom(viewer, board.id, { name: 'An old room' })
  await viewer.http.call('POST', `/api/v1/rooms/${old.id}/archive`, {})
  const { task } = await viewer.http.call<{ task: { id: number } }>(
    'POST',
    `/api/v1/columns/${board.columnIds[0]}/tasks`,
    { title: 'A task to talk about' },
  )
  const comment = await say(other, task.id, `Look at this, @${viewer.username}: ${'x'.repeat(200)}`)
  await say(viewer, task.id, 'An answer', comment.id)
  const own = await say(viewer, task.id, 'Of one’s own')
  const theirs = await makeBoard(other, 'A board to come to')
  const { invitation } = await other.http.call<{ invitation: { link: string } }>(
    'POST',
    `/api/v1/boards/${theirs.id}/invitations`,
    { role: 'viewer' },
  )
  return {
    'my work': '/',
    'new board': '/boards/create/',
    'import a board': '/boards/import/',
    board: `/boards/${board.id}/`,
    'empty board': `/boards/${empty.id}/`,
    members: `/boards/${board.id}/members/`,
    settings: `/boards/${board.id}/settings/`,
    invitation: new URL(invitation.link).pathname,
    labels: `/boards/${board.id}/labels/`,
    'no labels': `/boards/${empty.id}/labels/`,
    activity: `/boards/${board.id}/activity/`,
    'no activity': `/boards/${empty.id}/activity/`,
    task: `/tasks/${task.id}/`,
    'task over its board': `/boards/${board.id}/?task=${task.id}`,
    thread: `/task/${task.id}/comments/`,
    'place in a thread': `/task/${task.id}/comments/?comment=${comment.id}&reply=${comment.id}`,
    'editing a comment': `/comments/${own.id}/edit/`,
    'deleting a comment': `/comments/${own.id}/delete/`,
    rooms: '/messaging/',
    'rooms of a board': `/messaging/board/${board.id}/rooms/`,
    'new room': `/messaging/board/${board.id}/rooms/create/`,
    room: `/messaging/room/${board.roomId}/`,
    'place in a room': `/messaging/room/${board.roomId}/?message=${id}`,
    'unread in a room': `/messaging/room/${board.roomId}/?unread=1`,
    'edit a message': `/messaging/messages/${id}/edit/`,
    'delete a message': `/messaging/messages/${id}/delete/`,
    'empty room': `/messaging/room/${empty.roomId}/`,
    'private room': `/messaging/room/${secret.id}/`,
    'settings of a room': `/messaging/room/${secret.id}/settings/`,
    'members of a room': `/messaging/room/${secret.id}/members/`,
    'room in the archive': `/messaging/room/${old.id}/`,
    'settings of an archived room': `/messaging/room/${old.id}/settings/`,
    inbox: '/messaging/notifications/',
    'unread ones': '/messaging/notifications/?show=unread',
    found: '/find/?q=a',
    'nothing found': '/find/?q=zzzzz',
    shortcuts: '/shortcuts/',
    'the JSON API': '/api/docs/',
    'filtered board': `/boards/${board.id}/?q=word&due=none`,
    'no such page': '/nowhere/',
  }
}

async function say({ http }: Person, taskId: number, content: string, parentId?: string): Promise<{ id: string }> {
  const reply = parentId === undefined ? {} : { parentId }
  const { comment } = await http.call<{ comment: { id: string } }>('POST', `/api/v1/tasks/${taskId}/comments`, {
    content,
    clientId: randomUUID(),
    ...reply,
  })
  return comment
}

/** The pages for those who are not signed in. */
export const doorPages = { 'sign in': '/accounts/login/', register: '/accounts/register/', 'no such page': '/nowhere/' }
