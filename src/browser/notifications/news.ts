import { parseFragment } from '../live/patches.ts'
import type { Change } from '../live/protocol.ts'

/** A notification that has just come, in the words in which the server drew it. */
export type News = {
  id: string
  /** "Ana Alves mentioned you in # general on Launch" */
  words: string
  /** The beginning of what was said, where something was. */
  excerpt: string
  href: string
}

/** What among changes is news. */
export function newsIn(changes: Change[]): News[] {
  return changes.filter(isNews).flatMap(({ notification, patches }) => {
    const drawn = patches.find((patch) => patch.op === 'append')
    return notification === undefined || drawn === undefined ? [] : [asNews(notification.id, drawn.html)]
  })
}

function isNews({ type, notification }: Change): boolean {
  return type === 'notification:created' && notification?.isRead === false && !isOnPage(notification)
}

function asNews(id: string, html: string): News {
  const drawn = parseFragment(html)
  for (const unsaid of drawn.querySelectorAll('[data-unread]')) unsaid.remove()
  const wordsOf = (selector: string): string =>
    drawn.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
  return {
    id,
    words: wordsOf('.notification-line'),
    excerpt: wordsOf('.notification-excerpt'),
    href: `/messaging/notifications/${id}/`,
  }
}

/** Whether the page shows it anyway: in the inbox, or in the talk or thread in which it was said. */
function isOnPage({ id, room, commentId }: NonNullable<Change['notification']>): boolean {
  if (document.hidden) return false
  const places = [`#notification-${id}`]
  if (room !== null) places.push(`[data-talk][data-room-id="${room.id}"]`)
  if (commentId !== null) places.push(`#comment-${commentId}`)
  return [...document.querySelectorAll(places.join())].some((place) => place.getClientRects().length > 0)
}
