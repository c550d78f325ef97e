import type { Actor } from '../platform/actor.ts'
import type { Draft } from '../platform/change.ts'
import type { Services } from '../platform/services.ts'
import { markRead } from './mark-read.ts'

/**
 * Deletes a notification for good. It is read first, so that it counts nowhere; a page that shows it shows it as read until it is loaded
 * again, as with those that are cleared for their age.
 * @throws {NotFound} when it is not the recipient's
 */
export async function deleteNotification(
  services: Services,
  draft: Draft,
  recipient: Actor,
  id: string,
): Promise<void> {
  await markRead(services, draft, recipient, id)
  await draft.tx.notification.delete({ where: { id }, select: { id: true } })
}
