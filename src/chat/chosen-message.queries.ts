import { canEdit, canManage } from '../boards/index.ts'
import type { Db } from '../platform/db/index.ts'
import type { RoomAccess } from './chat.policy.ts'

/** The message that an address names, and what the viewer may do with it: for the links of a page without script. */
export interface ChosenMessage {
  id: string
  canEdit: boolean
  canDelete: boolean
}

/** Finds it; null where nothing can be done with it. */
export async function findChosen(
  db: Db,
  { roomId, room, board }: RoomAccess,
  id: string | undefined,
): Promise<ChosenMessage | null> {
  if (id === undefined || room.archivedAt || !canEdit(board.role)) return null
  const message = await db.chatMessage.findFirst({
    where: { id, roomId, deletedAt: null },
    select: { authorId: true },
  })
  const isMine = message?.authorId === board.actor.id
  if (!message || !(isMine || canManage(board.role))) return null
  return { id, canEdit: isMine, canDelete: true }
}
