import { canEdit, canManage, requireEditing, type BoardAccess, type BoardEditing } from '../boards/index.ts'
import type { Door } from '../platform/door.ts'
import { Forbidden } from '../platform/errors.ts'
import { roomReader, type RoomAccess, type RoomKey } from './chat.policy.ts'

declare const mayDelete: unique symbol

/** Proof of the right to change a room: what it is called, who is in it, and whether it is in the archive. */
export interface RoomEditing extends RoomAccess {
  readonly board: BoardEditing
}

/** Proof of the right to delete a room. */
export interface RoomDeleting extends RoomEditing {
  readonly [mayDelete]: true
}

/** Those who may read the room and are more than viewers on its board. */
export const roomEditor: Door<RoomKey, RoomEditing> = async (services, actor, key) => {
  const access = await roomReader(services, actor, key)
  return { ...access, board: requireEditing(access.board) }
}

/** Whoever made the room, and those who manage its board; of a private room, those of them who are in it. */
export const roomDeleter: Door<RoomKey, RoomDeleting> = async (services, actor, key) => {
  const access = await roomEditor(services, actor, key)
  requireDeleting(access.board, access.room)
  return access as RoomDeleting
}

/** Whether somebody on the board may delete a room that they see. */
export function canDelete({ role, actor }: BoardAccess, { createdById }: { createdById: number }): boolean {
  return canManage(role) || (canEdit(role) && createdById === actor.id)
}

/** @throws {Forbidden} for those who neither made the room nor manage its board */
export function requireDeleting(board: BoardAccess, room: { createdById: number }): void {
  if (!canDelete(board, room))
    throw new Forbidden('Only whoever made this room, and the owner and admins of its board, may delete it.')
}
