import type { Draft } from '../platform/change.ts'
import type { LiveChange, Patch } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import { countPatch, nextInboxVersion } from './inbox-changes.ts'
import { listedOne } from './inbox-lists.ts'
import { unreadCount } from './notifications.queries.ts'

/**
 * Takes all that was told of a room, or of a task's comments, out of everyone's inbox, because it is deleted; or out of one person's,
 * because they see it no longer. Open pages are told; no row is left that could tell it to a page that was away: its list shows them
 * until it is fetched anew.
 */
export async function forgetNotifications(
  services: Services,
  draft: Draft,
  about: { roomId: number; recipientId?: number } | { taskId: number; commentId: { not: null } },
): Promise<void> {
  const { tx } = draft
  const rows = await tx.notification.findMany({ where: about, select: { id: true, recipientId: true } })
  await tx.notification.deleteMany({ where: about })
  const recipientIds = new Set(rows.map(({ recipientId }) => recipientId))
  for (const userId of [...recipientIds].toSorted((one, other) => one - other)) {
    const version = await nextInboxVersion(tx, userId)
    const unread = await unreadCount(tx, userId)
    const ids = rows.filter(({ recipientId }) => recipientId === userId).map(({ id }) => id)
    draft.announce(`user:${userId}`, () => describeForgotten(services, version, ids, unread))
  }
}

function describeForgotten(services: Services, version: number, notificationIds: string[], unread: number): LiveChange {
  const removals = notificationIds.map((id): Patch => ({ op: 'remove', target: listedOne(id) }))
  const patches = [...removals, countPatch(services, unread)]
  return { type: 'notification:read', version, notificationIds, unread, patches }
}
