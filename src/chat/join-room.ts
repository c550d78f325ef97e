import { notificationsChanged } from '../notifications/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Tx } from '../platform/db/index.ts'
import { Conflict } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import type { RoomAccess } from './chat.policy.ts'
import { lockSeenRoom } from './lock-room.ts'
import type { RoomView } from './rooms.queries.ts'
import { writeRoom } from './write-room.ts'

/** Takes the actor into an open room; into a private one nobody comes by themselves, so whoever sees it is in it already. */
export async function joinRoom(services: Services, draft: Draft, access: RoomAccess): Promise<void> {
  const locked = await lockSeenRoom(draft.tx, access)
  if (locked.isMember) return
  const userId = locked.board.actor.id
  await enterRoom(draft.tx, locked.room, userId)
  await writeRoom(services, draft, locked, { changed: new Map([[userId, 'member:joined']]) })
}

/** Writes somebody's row in a room, for the first time or again. What was said before counts as read. */
export async function enterRoom(tx: Tx, { id: roomId }: Pick<RoomView, 'id'>, userId: number): Promise<void> {
  const { version, messageCount } = await tx.chatRoom.findUniqueOrThrow({
    where: { id: roomId },
    select: { version: true, messageCount: true },
  })
  const place = { joinedAt: new Date(), leftAt: null, isMuted: false, readVersion: version, readCount: messageCount }
  await tx.chatRoomMember.upsert({
    where: { roomId_userId: { roomId, userId } },
    create: { roomId, userId, ...place },
    update: place,
  })
}

/**
 * Takes the actor out of a room: an open one they may go on reading, and come back to.
 * @throws {Conflict} for the last one in a private room: nobody could ever see it again
 */
export async function leaveRoom(services: Services, draft: Draft, access: RoomAccess): Promise<void> {
  const { tx } = draft
  const locked = await lockSeenRoom(tx, access)
  if (!locked.isMember) return
  const { room, board } = locked
  const userId = board.actor.id
  if (room.isPrivate && !(await areOthersIn(tx, room, userId)))
    throw new Conflict('You are the last one in this room, so you can’t leave it. Archive it or delete it instead.')
  await goOut(tx, room, userId)
  await writeRoom(services, draft, locked, { changed: new Map([[userId, 'member:left']]) })
  if (room.isPrivate) shutOut(services, draft, room, userId, 'You left this room.')
}

// Somebody who can't sign in any more is nobody who could open the door to others.
export async function areOthersIn(tx: Tx, { id: roomId }: RoomView, userId: number): Promise<boolean> {
  const other = { userId: { not: userId }, user: { isDisabled: false } }
  return (await tx.chatRoomMember.count({ where: { roomId, leftAt: null, ...other } })) > 0
}

/** Writes down that somebody is no longer in a room. */
export async function goOut(tx: Tx, { id: roomId }: RoomView, userId: number): Promise<void> {
  await tx.chatRoomMember.update({
    where: { roomId_userId: { roomId, userId } },
    data: { leftAt: new Date() },
  })
}

/** Takes a private room from whoever is out of it: what they have open of it goes silent at once, and so does their inbox. */
export function shutOut(
  services: Services,
  draft: Draft,
  { id: roomId }: RoomView,
  userId: number,
  reason: string,
): void {
  draft.enqueue(notificationsChanged, { about: { roomId, recipientId: userId } })
  draft.afterCommit(() => services.accessChanges.lost(userId, [`room:${roomId}`], reason))
}
