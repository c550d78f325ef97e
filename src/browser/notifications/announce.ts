import type { Change } from '../live/protocol.ts'
import { showToast } from '../shared/toasts.ts'

type Notification = NonNullable<Change['notification']>

/** After an absence there may be many; more than these are told as a number. */
const MOST_TOLD_ONE_BY_ONE = 2

/** Tells of new mentions that the page is not showing anyway. */
export function tellMentions(changes: Change[]): void {
  const created = changes.filter(({ type }) => type === 'notification:created').map(({ notification }) => notification)
  const unseen = created.filter((one) => one !== undefined).filter((one) => !one.isRead && !isOnPage(one))
  if (unseen.length > MOST_TOLD_ONE_BY_ONE) {
    showToast({ words: `${unseen.length} new mentions of you`, href: '/messaging/notifications/' })
    return
  }
  for (const { id, sender, room } of unseen) {
    showToast({ words: `${sender.displayName} mentioned you in ${room.name}`, href: `/messaging/notifications/${id}/` })
  }
}

function isOnPage({ room }: Notification): boolean {
  if (document.hidden) return false
  const shownAt = document.querySelector(`[data-talk][data-room-id="${room.id}"], [data-notifications]`)
  return shownAt !== null && shownAt.getClientRects().length > 0
}
