import * as z from 'zod'
import { change } from '../platform/change.ts'
import { signedIn } from '../platform/door.ts'
import { json, page, redirect } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { integerId, textId } from '../platform/ids.ts'
import { markAllRead, markRead } from './mark-read.ts'
import { inboxOf, unreadCount, type NotificationView } from './notifications.queries.ts'

const notificationParams = z.object({ id: textId })
const before = integerId.optional()

const inbox = route({
  method: 'get',
  path: '/messaging/notifications/',
  input: z.object({ show: z.enum(['all', 'unread']).catch('all').default('all'), before }),
  door: signedIn,
  handle: async ({ services, access: actor, input }) => {
    const [found, unread] = await Promise.all([
      inboxOf(services.db, actor, { unreadOnly: input.show === 'unread', before: input.before }),
      unreadCount(services.db, actor.id),
    ])
    return page('notifications/inbox', {
      title: 'Inbox',
      pageKind: 'inbox',
      breadcrumbs: [{ name: 'Inbox' }],
      // What arrives is put on top of the newest page, and of no other.
      locals: { filter: input.show, unread, isNewest: input.before === undefined, ...found },
    })
  },
})

/** The link in the inbox: marks it read and leads to the very place. Following it twice does no harm. */
const open = route({
  method: 'get',
  path: '/messaging/notifications/:id/',
  params: notificationParams,
  door: signedIn,
  handle: async ({ services, access: actor, params }) => {
    const notification = await change(services, (draft) => markRead(services, draft, actor, params.id))
    return redirect(addressOf(notification))
  },
})

const markReadForm = route({
  method: 'post',
  path: '/messaging/notifications/:id/read/',
  params: notificationParams,
  door: signedIn,
  handle: async ({ services, access: actor, params }) => {
    await change(services, (draft) => markRead(services, draft, actor, params.id))
    return redirect('/messaging/notifications/')
  },
})

const markAllReadForm = route({
  method: 'post',
  path: '/messaging/notifications/read-all/',
  door: signedIn,
  handle: async ({ services, access: actor }) => {
    await change(services, (draft) => markAllRead(services, draft, actor))
    return redirect('/messaging/notifications/')
  },
})

const listApi = route({
  method: 'get',
  path: '/api/v1/notifications',
  input: z.object({ unread: z.enum(['1', '0']).optional(), before }),
  door: signedIn,
  handle: async ({ services, access: actor, input }) => {
    const { notifications, nextBefore } = await inboxOf(services.db, actor, {
      unreadOnly: input.unread === '1',
      before: input.before,
    })
    return json({ items: notifications, nextCursor: nextBefore })
  },
})

const countApi = route({
  method: 'get',
  path: '/api/v1/notifications/count',
  door: signedIn,
  handle: async ({ services, access: actor }) => json({ unread: await unreadCount(services.db, actor.id) }),
})

const readApi = route({
  method: 'post',
  path: '/api/v1/notifications/:id/read',
  params: notificationParams,
  door: signedIn,
  handle: async ({ services, access: actor, params }) =>
    json({ notification: await change(services, (draft) => markRead(services, draft, actor, params.id)) }),
})

const readAllApi = route({
  method: 'post',
  path: '/api/v1/notifications/read-all',
  door: signedIn,
  handle: async ({ services, access: actor }) =>
    json({ read: await change(services, (draft) => markAllRead(services, draft, actor)) }),
})

/** Where a notification leads: the very place. */
function addressOf({ board, room, task, messageId, commentId }: NotificationView): string {
  if (room && messageId) return `/messaging/room/${room.id}/?message=${messageId}#message-${messageId}`
  if (task && commentId) return `/task/${task.id}/comments/?comment=${commentId}#comment-${commentId}`
  if (task) return `/tasks/${task.id}/`
  return room ? `/messaging/room/${room.id}/` : `/boards/${board.id}/`
}

export const routes = [inbox, markAllReadForm, open, markReadForm, listApi, countApi, readAllApi, readApi]
