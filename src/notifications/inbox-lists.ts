import type { InboxFilter } from './inbox-filter.ts'
import type { NotificationView } from './notification-view.ts'

// A list of notifications says what it shows (views/notifications/inbox.ejs), a notification what it is. So a selector finds the
// lists that a notification belongs to, and nothing has to be decided in the browser.

/** Lists that show only what is unread. */
export const unreadLists = '[data-notifications][data-show="unread"]'

/** The newest pages of the lists, with whatever filter, that a notification belongs to. */
export function listsFor({ type, boardId, isRead }: NotificationView, lists = '[data-notifications]'): string {
  const ofType = `:is([data-types=""], [data-types~="${type}"])`
  const ofBoard = boardId === null ? '[data-of-board=""]' : `:is([data-of-board=""], [data-of-board="${boardId}"])`
  const ofState = isRead ? ':not([data-show="unread"])' : ''
  return `${lists}[data-newest]${ofType}${ofBoard}${ofState}`
}

/** One notification, on whatever page it stands. */
export function listedOne(id: string): string {
  return `#notification-${id}`
}

/** Some notifications, on whatever page they stand. */
export function listedOnes(ids: string[]): string {
  return `:is(${ids.map(listedOne).join(', ')})`
}

/** Every notification on a page that a filter lets through. */
export function everyListed({ types, boardId }: Omit<InboxFilter, 'unreadOnly'>): string {
  const ofTypes = types.length === 0 ? '' : `:is(${types.map((type) => `[data-type="${type}"]`).join(', ')})`
  return `[data-notification-id]${ofTypes}${boardId === undefined ? '' : `[data-board-id="${boardId}"]`}`
}
