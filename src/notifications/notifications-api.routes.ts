import * as z from 'zod'
import { change } from '../platform/change.ts'
import { signedIn } from '../platform/door.ts'
import { json } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { integerId, textId } from '../platform/ids.ts'
import { filterFields } from './inbox-filter.ts'
import { markAllRead, markRead, markUnread } from './mark-read.ts'
import { inboxOf, unreadCount } from './notifications.queries.ts'
import { requireOwnBoard } from './require-own-board.ts'

const notificationParams = z.object({ id: textId })

const list = route({
  method: 'get',
  path: '/api/v1/notifications',
  input: z.object({ ...filterFields, unread: z.enum(['1', '0']).optional(), before: integerId.optional() }),
  door: signedIn,
  handle: async ({ services, access: actor, input: { unread, type, boardId, before } }) => {
    const filter = { unreadOnly: unread === '1', types: type, boardId }
    await requireOwnBoard(services, actor, filter)
    const { notifications, nextBefore } = await inboxOf(services.db, actor, filter, before)
    return json({ items: notifications, nextCursor: nextBefore })
  },
})

const count = route({
  method: 'get',
  path: '/api/v1/notifications/count',
  door: signedIn,
  handle: async ({ services, access: actor }) => json({ unread: await unreadCount(services.db, actor.id) }),
})

const read = route({
  method: 'post',
  path: '/api/v1/notifications/:id/read',
  params: notificationParams,
  door: signedIn,
  handle: async ({ services, access: actor, params }) =>
    json({ notification: await change(services, (draft) => markRead(services, draft, actor, params.id)) }),
})

const unread = route({
  method: 'post',
  path: '/api/v1/notifications/:id/unread',
  params: notificationParams,
  door: signedIn,
  handle: async ({ services, access: actor, params }) =>
    json({ notification: await change(services, (draft) => markUnread(services, draft, actor, params.id)) }),
})

const readAll = route({
  method: 'post',
  path: '/api/v1/notifications/read-all',
  input: z.object(filterFields),
  door: signedIn,
  handle: async ({ services, access: actor, input: { type, boardId } }) => {
    const filter = { types: type, boardId }
    await requireOwnBoard(services, actor, filter)
    return json({ read: await change(services, (draft) => markAllRead(services, draft, actor, filter)) })
  },
})

export const routes = [list, count, readAll, read, unread]
