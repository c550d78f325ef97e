import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { socketEvents } from '../../src/app/sockets.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { makeCast, type Cast, type Rank } from '../support/cast.ts'
import { smallestBoardFile } from '../support/board-file.ts'
import { databaseKinds } from '../support/databases.ts'
import { everything, fill, isApi, nameOf, routes } from '../support/routes.ts'
import type { Answer, Visitor } from '../support/visitor.ts'

/**
 * Who may: everyone; whoever is signed in; members; members but the owner; members who are more than viewers; the owner and admins;
 * the owner; the recipient; who wrote it (the member); the same and who manages the board; site administrators, on the board or not.
 */
type Door =
  | 'anyone'
  | 'signed in'
  | 'reader'
  | 'leaver'
  | 'editor'
  | 'manager'
  | 'owner'
  | 'recipient'
  | 'author'
  | 'author or manager'
  | 'site administrator'

interface Listed {
  door: Door
  /** A value that is the name of a place, such as `:columnId`, is that place. */
  send?: Record<string, unknown>
  /** A file to send in a form. */
  file?: object
  /** Places that are filled with others, by their names. */
  places?: Record<string, string>
}

/** Every address with its door, and what to send there. A new route has to be written down here. */
const doors: Record<string, Listed> = {
  'get /accounts/setup/': { door: 'anyone' },
  'post /accounts/setup/': { door: 'anyone' },
  'get /accounts/login/': { door: 'anyone' },
  'post /accounts/login/': { door: 'anyone' },
  'get /accounts/register/': { door: 'anyone' },
  'post /accounts/register/': { door: 'anyone' },
  'post /accounts/logout/': { door: 'anyone' },
  'get /api/v1/me': { door: 'signed in' },
  'get /': { door: 'signed in' },
  'get /api/v1/me/tasks': { door: 'signed in' },
  'get /boards/create/': { door: 'signed in' },
  'post /boards/create/': { door: 'signed in', send: { name: 'New' } },
  'get /boards/:boardId/': { door: 'reader' },
  'get /boards/:boardId/filter/': { door: 'reader' },
  'get /boards/:boardId/members/': { door: 'reader' },
  'post /boards/:boardId/members/': { door: 'manager', send: { username: 'outsider' } },
  'post /boards/:boardId/members/:userId/role/': { door: 'manager', send: { role: 'viewer' } },
  'post /boards/:boardId/members/:userId/remove/': { door: 'manager' },
  'post /boards/:boardId/leave/': { door: 'leaver' },
  'post /boards/:boardId/owner/': { door: 'owner', send: { userId: ':userId' } },
  'post /boards/:boardId/invitations/': { door: 'manager', send: { role: 'viewer', days: '1' } },
  'post /invitations/:invitationId/revoke/': { door: 'manager' },
  'get /join/:token/': { door: 'signed in' },
  'post /join/:token/': { door: 'signed in' },
  'get /boards/:boardId/settings/': { door: 'reader' },
  'post /boards/:boardId/settings/': { door: 'manager', send: { name: 'Launch' } },
  'post /boards/:boardId/delete/': { door: 'owner', send: { name: 'Launch' } },
  'get /boards/import/': { door: 'signed in' },
  'post /boards/import/': { door: 'signed in', file: smallestBoardFile },
  'get /boards/:boardId/imported/': { door: 'reader' },
  'get /boards/:boardId/export.json': { door: 'reader' },
  'get /boards/:boardId/export.csv': { door: 'reader' },
  'get /api/v1/boards/:boardId/export': { door: 'reader' },
  'get /api/v1/boards/:boardId/export.csv': { door: 'reader' },
  'post /api/v1/boards/import': { door: 'signed in', send: smallestBoardFile },
  'get /api/v1/boards': { door: 'signed in' },
  'post /api/v1/boards': { door: 'signed in', send: { name: 'New' } },
  'get /api/v1/boards/:boardId': { door: 'reader' },
  'get /api/v1/boards/:boardId/members': { door: 'reader' },
  'post /api/v1/boards/:boardId/members': { door: 'manager', send: { username: 'outsider' } },
  'patch /api/v1/boards/:boardId/members/:userId': { door: 'manager', send: { role: 'viewer' } },
  'delete /api/v1/boards/:boardId/members/:userId': { door: 'manager' },
  'post /api/v1/boards/:boardId/leave': { door: 'leaver' },
  'post /api/v1/boards/:boardId/owner': { door: 'owner', send: { userId: ':userId' } },
  'get /api/v1/boards/:boardId/invitations': { door: 'manager' },
  'post /api/v1/boards/:boardId/invitations': { door: 'manager', send: { role: 'viewer', days: '1' } },
  'delete /api/v1/invitations/:invitationId': { door: 'manager' },
  'patch /api/v1/boards/:boardId': { door: 'manager', send: { description: 'New words' } },
  'delete /api/v1/boards/:boardId': { door: 'owner' },
  'get /boards/:boardId/activity/': { door: 'reader' },
  'get /api/v1/boards/:boardId/activity': { door: 'reader' },
  'get /boards/:boardId/labels/': { door: 'reader' },
  'post /boards/:boardId/labels/': { door: 'editor', send: { name: 'by form', colour: 'moss' } },
  'post /labels/:labelId/': { door: 'editor', send: { name: 'changed by form', colour: 'moss' } },
  'post /labels/:labelId/delete/': { door: 'editor' },
  'get /api/v1/boards/:boardId/labels': { door: 'reader' },
  'post /api/v1/boards/:boardId/labels': { door: 'editor', send: { name: 'by api', colour: 'sky' } },
  'patch /api/v1/labels/:labelId': { door: 'editor', send: { name: 'changed by api' } },
  'delete /api/v1/labels/:labelId': { door: 'editor' },
  'post /columns/:columnId/tasks/': { door: 'editor', send: { title: 'Do it' } },
  'post /api/v1/columns/:columnId/tasks': { door: 'editor', send: { title: 'Do it' } },
  'get /find/': { door: 'signed in' },
  'get /find/results/': { door: 'signed in' },
  'get /api/v1/find': { door: 'signed in' },
  'get /shortcuts/': { door: 'signed in' },
  'get /shortcuts/list/': { door: 'signed in' },
  'get /tasks/:taskId/': { door: 'reader' },
  'get /tasks/:taskId/sheet/': { door: 'reader' },
  'post /tasks/:taskId/': { door: 'editor', send: { title: 'changed by form' } },
  'post /tasks/:taskId/move/': { door: 'editor', send: { columnId: ':otherColumnId' } },
  'post /tasks/:taskId/archive/': { door: 'editor' },
  'post /tasks/:taskId/restore/': { door: 'editor' },
  'post /tasks/:taskId/delete/': { door: 'editor', places: { taskId: 'archivedTaskId' } },
  'get /api/v1/tasks/:taskId': { door: 'reader' },
  'get /api/v1/tasks/:taskId/activity': { door: 'reader' },
  'patch /api/v1/tasks/:taskId': { door: 'editor', send: { title: 'changed by api' } },
  'post /api/v1/tasks/:taskId/move': { door: 'editor', send: { columnId: ':otherColumnId' } },
  'post /api/v1/tasks/:taskId/archive': { door: 'editor' },
  'post /api/v1/tasks/:taskId/restore': { door: 'editor' },
  'delete /api/v1/tasks/:taskId': { door: 'editor', places: { taskId: 'archivedTaskId' } },
  'post /tasks/:taskId/steps/': { door: 'editor', send: { text: 'by form' } },
  'post /steps/:stepId/': { door: 'editor', send: { text: 'changed by form' } },
  'post /steps/:stepId/move/': { door: 'editor', send: { afterStepId: '' } },
  'post /steps/:stepId/delete/': { door: 'editor' },
  'post /api/v1/tasks/:taskId/steps': { door: 'editor', send: { text: 'by api' } },
  'patch /api/v1/steps/:stepId': { door: 'editor', send: { text: 'changed by api' } },
  'post /api/v1/steps/:stepId/move': { door: 'editor', send: { afterStepId: null } },
  'delete /api/v1/steps/:stepId': { door: 'editor' },
  'get /boards/:boardId/archive/': { door: 'reader' },
  'get /api/v1/boards/:boardId/archive': { door: 'reader' },
  'post /boards/:boardId/columns/': { door: 'editor', send: { name: 'By form' } },
  'post /columns/:columnId/': { door: 'editor', send: { name: 'Renamed' } },
  'post /columns/:columnId/archive/': { door: 'editor' },
  'post /columns/:columnId/restore/': { door: 'editor' },
  'post /columns/:columnId/delete/': { door: 'editor', places: { columnId: 'archivedColumnId' } },
  'post /api/v1/boards/:boardId/columns': { door: 'editor', send: { name: 'By api' } },
  'patch /api/v1/columns/:columnId': { door: 'editor', send: { name: 'Renamed again' } },
  'delete /api/v1/columns/:columnId': { door: 'editor', places: { columnId: 'archivedColumnId' } },
  'post /api/v1/columns/:columnId/archive': { door: 'editor' },
  'post /api/v1/columns/:columnId/restore': { door: 'editor' },
  'post /api/v1/columns/:columnId/move': { door: 'editor', send: { afterColumnId: ':otherColumnId' } },
  'get /task/:taskId/comments/': { door: 'reader' },
  'get /task/:taskId/comments/thread/': { door: 'reader' },
  'post /task/:taskId/comments/': { door: 'editor', send: { content: 'hi', clientId: 'doors-comment-form' } },
  'get /comments/:commentId/edit/': { door: 'author' },
  'post /comments/:commentId/edit/': { door: 'author', send: { content: 'changed by form' } },
  'get /comments/:commentId/delete/': { door: 'author or manager' },
  'post /comments/:commentId/delete/': { door: 'author or manager' },
  'get /api/v1/tasks/:taskId/comments': { door: 'reader' },
  'post /api/v1/tasks/:taskId/comments': { door: 'editor', send: { content: 'hi', clientId: 'doors-comment-api' } },
  'get /api/v1/comments/:commentId': { door: 'reader' },
  'patch /api/v1/comments/:commentId': { door: 'author', send: { content: 'changed by api' } },
  'delete /api/v1/comments/:commentId': { door: 'author or manager' },
  'get /messaging/': { door: 'signed in' },
  'get /messaging/board/:boardId/rooms/': { door: 'reader' },
  'get /messaging/board/:boardId/rooms/create/': { door: 'editor' },
  'post /messaging/board/:boardId/rooms/create/': { door: 'editor', send: { name: 'by form' } },
  'post /messaging/board/:boardId/mute/': { door: 'reader', send: { isMuted: 'true' } },
  'get /messaging/room/:roomId/settings/': { door: 'reader' },
  'post /messaging/room/:roomId/settings/': { door: 'editor', send: { name: 'renamed by form' } },
  'post /messaging/room/:roomId/archive/': { door: 'editor' },
  'post /messaging/room/:roomId/restore/': { door: 'editor' },
  'post /messaging/room/:roomId/delete/': { door: 'manager', places: { roomId: 'archivedRoomId' } },
  'post /messaging/room/:roomId/mute/': { door: 'reader', send: { isMuted: 'true' } },
  'get /messaging/room/:roomId/members/': { door: 'reader' },
  'post /messaging/room/:roomId/members/': {
    door: 'editor',
    send: { username: 'extra' },
    places: { roomId: 'smallRoomId' },
  },
  'post /messaging/room/:roomId/members/:userId/remove/': { door: 'editor', places: { roomId: 'privateRoomId' } },
  'post /messaging/room/:roomId/join/': { door: 'reader' },
  'post /messaging/room/:roomId/leave/': { door: 'reader', places: { roomId: 'privateRoomId' } },
  'get /messaging/room/:roomId/': { door: 'reader' },
  'post /messaging/room/:roomId/': { door: 'editor', send: { content: 'hi', clientId: 'doors-form' } },
  'get /messaging/room/:roomId/messages/': { door: 'reader' },
  'get /api/v1/boards/:boardId/rooms': { door: 'reader' },
  'post /api/v1/boards/:boardId/rooms': { door: 'editor', send: { name: 'by api' } },
  'get /api/v1/rooms/:roomId': { door: 'reader' },
  'patch /api/v1/rooms/:roomId': { door: 'editor', send: { name: 'changed by api' } },
  'delete /api/v1/rooms/:roomId': { door: 'manager', places: { roomId: 'archivedRoomId' } },
  'post /api/v1/rooms/:roomId/archive': { door: 'editor' },
  'post /api/v1/rooms/:roomId/restore': { door: 'editor' },
  'post /api/v1/rooms/:roomId/join': { door: 'reader' },
  'post /api/v1/rooms/:roomId/leave': { door: 'reader' },
  'post /api/v1/rooms/:roomId/mute': { door: 'reader', send: { isMuted: true } },
  'get /api/v1/rooms/:roomId/members': { door: 'reader', places: { roomId: 'privateRoomId' } },
  'post /api/v1/rooms/:roomId/members': {
    door: 'editor',
    send: { username: 'extra' },
    places: { roomId: 'smallRoomId' },
  },
  'delete /api/v1/rooms/:roomId/members/:userId': { door: 'editor', places: { roomId: 'privateRoomId' } },
  'post /api/v1/boards/:boardId/mute': { door: 'reader', send: { isMuted: true } },
  'get /api/v1/rooms/:roomId/messages': { door: 'reader' },
  'post /api/v1/rooms/:roomId/messages': { door: 'editor', send: { content: 'hi', clientId: 'doors-api' } },
  'get /messaging/messages/:messageId/edit/': { door: 'author' },
  'post /messaging/messages/:messageId/edit/': { door: 'author', send: { content: 'changed by form' } },
  'get /messaging/messages/:messageId/delete/': { door: 'author or manager' },
  'post /messaging/messages/:messageId/delete/': { door: 'author or manager' },
  'get /api/v1/messages/:messageId': { door: 'reader' },
  'patch /api/v1/messages/:messageId': { door: 'author', send: { content: 'changed by api' } },
  'delete /api/v1/messages/:messageId': { door: 'author or manager' },
  'post /api/v1/rooms/:roomId/read': { door: 'reader', send: { version: 1 } },
  'get /api/v1/mentions': { door: 'reader' },
  'get /messaging/notifications/': { door: 'signed in' },
  'post /messaging/notifications/read-all/': { door: 'signed in' },
  'get /messaging/notifications/:id/': { door: 'recipient' },
  'post /messaging/notifications/:id/read/': { door: 'recipient' },
  'post /messaging/notifications/:id/unread/': { door: 'recipient' },
  'get /api/v1/notifications': { door: 'signed in' },
  'get /api/v1/notifications/count': { door: 'signed in' },
  'post /api/v1/notifications/read-all': { door: 'signed in' },
  'post /api/v1/notifications/:id/read': { door: 'recipient' },
  'post /api/v1/notifications/:id/unread': { door: 'recipient' },
  'get /api/docs/': { door: 'signed in' },
}

/** The admin site's addresses, model by model; what is sent there belongs to tests/admin. */
for (const name of routes.map(nameOf)) if (name.includes(' /admin/')) doors[name] = { door: 'site administrator' }

/** The same for what a socket may send. */
const socketDoors: Record<string, Door> = {
  'board:join': 'reader',
  'board:leave': 'signed in',
  'presence:set': 'signed in',
  'presence:list': 'reader',
  'room:join': 'reader',
  'room:leave': 'signed in',
  'task:join': 'reader',
  'task:leave': 'signed in',
  'comment:post': 'editor',
  'message:post': 'editor',
  'room:read': 'reader',
  'typing:start': 'editor',
  'typing:stop': 'editor',
  'inbox:join': 'signed in',
  'unread:list': 'signed in',
}

const refused: Record<Door, Partial<Record<Rank, number>>> = {
  anyone: {},
  'signed in': {},
  reader: { outsider: 404 },
  leaver: { outsider: 404, owner: 403 },
  editor: { outsider: 404, viewer: 403 },
  manager: { outsider: 404, viewer: 403, member: 403 },
  owner: { outsider: 404, viewer: 403, member: 403, admin: 403 },
  recipient: { outsider: 404 },
  author: { outsider: 404, viewer: 403, admin: 403, owner: 403 },
  'author or manager': { outsider: 404, viewer: 403 },
  'site administrator': { outsider: 404, viewer: 404, member: 404, admin: 404, owner: 404 },
}

const allowed: Record<Door, Rank | 'administrator'> = {
  anyone: 'member',
  'signed in': 'outsider',
  reader: 'viewer',
  leaver: 'viewer',
  editor: 'member',
  manager: 'admin',
  owner: 'owner',
  recipient: 'viewer',
  author: 'member',
  'author or manager': 'admin',
  'site administrator': 'administrator',
}

test('every address is listed here, with who may use it', () => {
  expect(Object.keys(doors).toSorted()).toEqual(routes.map(nameOf).toSorted())
})

test('every event that a socket may send is listed here, with who may', () => {
  expect(Object.keys(socketDoors).toSorted()).toEqual(socketEvents.map(({ name }) => name).toSorted())
})

describe.each(databaseKinds())('doors on %s', (kind) => {
  let app: TestApp
  let cast: Cast
  beforeAll(async () => {
    app = await startApp(kind)
    cast = await makeCast(app)
  })
  afterAll(() => app.stop())

  const ask = (name: string, visitor: Visitor, places: Record<string, string | number>): Promise<Answer> => {
    const [method = '', pattern = ''] = name.split(' ')
    const { send, file, places: others = {} } = doors[name] ?? {}
    const ownPlaces = Object.fromEntries(Object.entries(others).map(([place, other]) => [place, places[other] ?? 0]))
    const path =
      fill(pattern, { ...places, ...ownPlaces }) +
      (pattern === '/api/v1/mentions' ? `?roomId=${cast.board.roomId}` : '')
    const body = send && sentWith(send, places)
    if (method === 'get') return visitor.get(path)
    if (file) return visitor.upload(path, {}, JSON.stringify(file))
    return pattern.startsWith('/api/')
      ? visitor.api(method.toUpperCase(), path, body)
      : visitor.post(path, body as Record<string, string>)
  }

  const guarded = routes.filter((route) => doors[nameOf(route)]?.door !== 'anyone')

  test.each(guarded.map((route) => [nameOf(route), route] as const))('%s', async (name, route) => {
    const door = doors[name]?.door ?? 'anyone'
    await cast.restore()
    const before = await everything(app.services.db)

    const signedOut = await ask(name, app.visitor(), cast.places(cast.owner))
    if (isApi(route)) expect(signedOut.json()).toMatchObject({ error: { code: 'unauthorized' } })
    else expect(signedOut.location).toMatch(/^\/accounts\/login\/\?next=%2F/)

    for (const [rank, status] of Object.entries(refused[door]) as [Rank, number][]) {
      const answer = await ask(name, cast[rank].visitor, cast.places(cast[rank]))
      expect(answer.status, rank).toBe(status)
      if (isApi(route))
        expect(answer.json()).toEqual({ error: { code: expect.any(String), message: expect.any(String) } })
      else expect(answer.text, rank).toContain('<h1>')
    }
    expect(await everything(app.services.db)).toEqual(before)

    // What an administrator has to send differs from model to model.
    if (door === 'site administrator') return
    const someone = cast[allowed[door]]
    const taken = await ask(name, someone.visitor, cast.places(someone))
    expect(taken.status, allowed[door]).toBeGreaterThanOrEqual(200)
    expect(taken.status, allowed[door]).toBeLessThan(400)
    expect(taken.location ?? '').not.toContain('/accounts/login/')
  })

  test.each(Object.entries(socketDoors))('the event %s', async (event, door) => {
    await cast.restore()
    const codes = { 404: 'not_found', 403: 'forbidden' } as Record<number, string>
    const { id: boardId, roomId } = cast.board
    const words = event.endsWith(':post') ? { content: 'hi', clientId: `doors-${event.slice(0, 4)}` } : {}
    const payload = {
      ...placeOf(event, { boardId, roomId, taskId: Number(cast.places(cast.owner)['taskId']) }),
      ...words,
      ...(event === 'presence:set' && { status: 'away' }),
      ...(event === 'room:read' && { version: 1 }),
    }
    for (const [rank, status] of Object.entries(refused[door]) as [Rank, number][]) {
      const socket = await app.socket(cast[rank].visitor)
      const ack = await socket.ask(event, payload)
      expect(ack, rank).toMatchObject({ ok: false, error: { code: codes[status], message: expect.any(String) } })
      expect(socket.heard).toEqual([])
    }
    const socket = await app.socket(cast[allowed[door]].visitor)
    if (event.startsWith('typing')) await socket.ask('room:join', { roomId })
    expect(await socket.ask(event, payload)).toMatchObject({ ok: true })
  })

  test('nobody connects a socket without being signed in', async () => {
    await expect(app.socket(app.visitor())).rejects.toThrow('unauthorized')
  })

  test('an address that does not exist is told to whoever asks, and signing out works from there', async () => {
    expect((await app.visitor().get('/no/such/place/')).status).toBe(404)
    for (const address of ['/no/such/place/', '/boards/nonsense/', '/boards/2147483647/']) {
      const answer = await cast.member.visitor.get(address)
      expect(answer.status).toBe(404)
      const token = /name="_csrf" value="([^"]+)"/.exec(answer.text)?.[1]
      const visitor = cast.member.visitor.copy()
      expect((await visitor.post('/messaging/notifications/read-all/', { _csrf: token ?? '' })).status, address).toBe(
        303,
      )
    }
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})

/** The place that an event is about. */
function placeOf(event: string, { boardId, roomId, taskId }: Record<'boardId' | 'roomId' | 'taskId', number>): object {
  if (/^(board|presence):/.test(event)) return { boardId }
  if (event.startsWith('inbox:')) return {}
  return /^(task|comment):/.test(event) ? { taskId } : { roomId }
}

function sentWith(send: Record<string, unknown>, places: Record<string, string | number>): object {
  const values = Object.entries(send).map(([field, value]) => [
    field,
    typeof value === 'string' && value.startsWith(':') ? places[value.slice(1)] : value,
  ])
  return Object.fromEntries(values) as object
}
