import * as z from 'zod'
import { change } from '../platform/change.ts'
import { signedIn } from '../platform/door.ts'
import { page, redirect } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { integerId, textId } from '../platform/ids.ts'
import { kindFilters } from './kind-filters.ts'
import { inboxAddress, pageFilter, pageFilterFields } from './inbox-filter.ts'
import { markAllRead, markRead, markUnread } from './mark-read.ts'
import type { NotificationView } from './notification-view.ts'
import { inboxOf, unreadCount } from './notifications.queries.ts'
import { requireOwnBoard } from './require-own-board.ts'

const notificationParams = z.object({ id: textId })
/** A form says which page it stands on, so that it leads back there. */
const onPage = z.object(pageFilterFields)

const inbox = route({
  method: 'get',
  path: '/messaging/notifications/',
  input: z.object({ ...pageFilterFields, before: integerId.optional() }),
  door: signedIn,
  handle: async ({ services, access: actor, input }) => {
    const filter = pageFilter(input)
    await requireOwnBoard(services, actor, filter)
    const [found, unread] = await Promise.all([
      inboxOf(services.db, actor, filter, input.before),
      unreadCount(services.db, actor.id),
    ])
    return page('notifications/inbox', {
      title: 'Inbox',
      pageKind: 'inbox',
      breadcrumbs: [{ name: 'Inbox' }],
      // What arrives is put on top of the newest page, and of no other.
      locals: { filter, unread, isNewest: input.before === undefined, kindFilters, inboxAddress, ...found },
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
  input: onPage,
  door: signedIn,
  handle: async ({ services, access: actor, params, input }) => {
    await change(services, (draft) => markRead(services, draft, actor, params.id))
    return redirect(inboxAddress(pageFilter(input)))
  },
})

const markUnreadForm = route({
  method: 'post',
  path: '/messaging/notifications/:id/unread/',
  params: notificationParams,
  input: onPage,
  door: signedIn,
  handle: async ({ services, access: actor, params, input }) => {
    await change(services, (draft) => markUnread(services, draft, actor, params.id))
    return redirect(inboxAddress(pageFilter(input)))
  },
})

const markAllReadForm = route({
  method: 'post',
  path: '/messaging/notifications/read-all/',
  input: onPage,
  door: signedIn,
  handle: async ({ services, access: actor, input }) => {
    const filter = pageFilter(input)
    await requireOwnBoard(services, actor, filter)
    await change(services, (draft) => markAllRead(services, draft, actor, filter))
    return redirect(inboxAddress(filter))
  },
})

/** Where a notification leads: the very place; the inbox when that is gone. */
function addressOf({ type, board, room, task, messageId, commentId }: NotificationView): string {
  if (room && messageId) return `/messaging/room/${room.id}/?message=${messageId}#message-${messageId}`
  if (task && commentId) return `/task/${task.id}/comments/?comment=${commentId}#comment-${commentId}`
  if (task) return `/tasks/${task.id}/`
  if (room) return `/messaging/room/${room.id}/`
  return board && type === 'added_to_board' ? `/boards/${board.id}/` : '/messaging/notifications/'
}

export const routes = [inbox, markAllReadForm, open, markReadForm, markUnreadForm]
