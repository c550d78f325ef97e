import type { Draft } from '../platform/change.ts'
import type { ChannelName } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import { memberIdsOf } from './members.queries.ts'

/**
 * Tells everyone on a board that it, or its rooms, stand otherwise in their sidebar, which is on every page. Nothing else is told: pages
 * ask for it (`unread:list`), as they do at every connect, so where this is lost nothing is missed for longer than that.
 */
export async function tellSidebars(services: Services, draft: Draft, boardId: number): Promise<void> {
  tellSidebarsOf(services, draft, await memberIdsOf(draft.tx, { boardId }))
}

/** The same to people: who has just come to a board, or has gone. */
export function tellSidebarsOf({ tell }: Services, draft: Draft, userIds: number[]): void {
  // To no channel at all would be to everyone.
  if (userIds.length === 0) return
  const channels = userIds.map((userId): ChannelName => `user:${userId}`)
  draft.afterCommit(() => tell(channels, 'boards:changed', {}))
}
