import type { Tx } from '../platform/db/index.ts'
import { findRoomAccess } from './chat.policy.ts'
import type { MessageAccess } from './messages.policy.ts'
import { getMessage, type MessageView } from './messages.queries.ts'
import { lockRoom } from './room-version.ts'

/** A message and how the actor stands to it, as they are for certain until the transaction ends. */
export interface LockedMessage {
  message: MessageView
  access: MessageAccess
}

/**
 * Lets nothing else change in the message's room until the transaction ends, and looks once more at what the door has seen: a change may
 * have waited behind the one that took the right to it away.
 * @throws {NotFound} when the room is gone, or not for the actor any more
 * @throws {Conflict} when the room was put away
 */
export async function lockMessage(tx: Tx, seen: MessageAccess): Promise<LockedMessage> {
  const { roomId, board } = seen.room
  await lockRoom(tx, roomId)
  const room = await findRoomAccess(tx, board.actor, roomId)
  const message = await getMessage(tx, seen.messageId)
  return { message, access: { ...seen, deletedAt: message.deletedAt, room } }
}
