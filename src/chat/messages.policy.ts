import { canManage, requireEditing } from '../boards/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Door } from '../platform/door.ts'
import { Conflict, Forbidden, NotFound, Unauthorized } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { roomIsArchived, roomReader, type RoomAccess } from './chat.policy.ts'

declare const passed: unique symbol

/** Proof that someone may read a message. Made by the doors below and nowhere else. */
export interface MessageAccess {
  readonly [passed]: true
  readonly messageId: string
  readonly authorId: number
  readonly deletedAt: Date | null
  readonly room: RoomAccess
}

/** Proof of having written a message, and of the right to change it. */
export interface MessageEditing extends MessageAccess {
  readonly canEdit: true
}

/** Proof of the right to delete a message. */
export interface MessageDeleting extends MessageAccess {
  readonly canDelete: true
}

export interface MessageKey {
  messageId: string
}

/** Those who may read the message's room. */
export const messageReader: Door<MessageKey, MessageAccess> = (services, actor, { messageId }) =>
  findMessageAccess(services, actor, messageId)

/**
 * The message's author, for as long as they may post into the room.
 * @throws {Conflict} when the message was deleted or the room is in the archive
 */
export const messageEditor: Door<MessageKey, MessageEditing> = async (services, actor, { messageId }) => {
  const access = await findMessageAccess(services, actor, messageId)
  return requireEditingMessage(access)
}

/**
 * The message's author, and the owner and the admins of the board.
 * @throws {Conflict} when the message was deleted or the room is in the archive
 */
export const messageDeleter: Door<MessageKey, MessageDeleting> = async (services, actor, { messageId }) => {
  const access = await findMessageAccess(services, actor, messageId)
  return requireDeletingMessage(access)
}

/** @throws {Forbidden} or {Conflict} as the editor's door does */
export function requireEditingMessage(access: MessageAccess): MessageEditing {
  if (!isAuthor(access)) throw new Forbidden('Only who wrote a message can change it.')
  requireOpen(access)
  return access as MessageEditing
}

/** @throws {Forbidden} or {Conflict} as the deleter's door does */
export function requireDeletingMessage(access: MessageAccess): MessageDeleting {
  if (!isAuthor(access) && !canManage(access.room.board.role))
    throw new Forbidden('Only who wrote a message can delete it, and the owner and admins of the board.')
  requireOpen(access)
  return access as MessageDeleting
}

/** What is said to whoever changes a message that is gone. */
function messageIsDeleted(): Conflict {
  return new Conflict('This message was deleted.')
}

// Who acts on the admin site may put right what others wrote; the message says that it was edited.
function isAuthor({ authorId, room }: MessageAccess): boolean {
  const { id, administers } = room.board.actor
  return authorId === id || administers === true
}

function requireOpen({ room, deletedAt }: MessageAccess): void {
  requireEditing(room.board)
  if (room.room.archivedAt) throw roomIsArchived()
  if (deletedAt) throw messageIsDeleted()
}

async function findMessageAccess(services: Services, actor: Actor | null, messageId: string): Promise<MessageAccess> {
  if (!actor) throw new Unauthorized()
  const message = await services.db.chatMessage.findUnique({
    where: { id: messageId },
    select: { roomId: true, authorId: true, deletedAt: true },
  })
  if (!message) throw new NotFound()
  const { roomId, ...facts } = message
  return { messageId, ...facts, room: await roomReader(services, actor, { roomId }) } as MessageAccess
}
