import { mentionedNames } from '../mentions/index.ts'
import type { Db } from '../platform/db/index.ts'
import { Invalid } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { callsMany } from './calls-many.ts'
import type { RoomAccess } from './chat.policy.ts'

/** How many people are in a room besides the one who asks. */
export function countOthers(db: Db, { roomId, board }: RoomAccess): Promise<number> {
  return db.chatRoomMember.count({ where: { roomId, leftAt: null, userId: { not: board.actor.id } } })
}

/**
 * For the form, which can't ask before it is sent.
 * @throws {Invalid} naming `confirmRoom`, when a message calls many people and nobody said that it is meant
 */
export async function refuseUnmeantCall(
  { db }: Services,
  access: RoomAccess,
  { content, confirmRoom }: { content: string; confirmRoom?: string | undefined },
): Promise<void> {
  if (confirmRoom !== undefined || !mentionedNames(content).mentionsRoom) return
  const otherCount = await countOthers(db, access)
  if (callsMany(otherCount))
    throw new Invalid('This calls many people.', {
      confirmRoom: `@room tells all ${otherCount} people here. Say that you mean it.`,
    })
}
