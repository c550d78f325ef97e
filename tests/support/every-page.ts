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
    'filtered board': `/boards/${board.id}/?q=word&due=none`,
    'no such page': '/nowhere/',
  }
}

/** The pages for those who are not signed in. */
export const doorPages = { 'sign in': '/accounts/login/', register: '/accounts/register/', 'no such page': '/nowhere/' }
