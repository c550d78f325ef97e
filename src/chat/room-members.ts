import { membersByUsername } from '../boards/index.ts'
import { notificationsChanged, notifyAdded } from '../notifications/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Tx } from '../platform/db/index.ts'
import { Conflict, Invalid, NotFound } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { caseKey } from '../users/index.ts'
import { areOthersIn, enterRoom, goOut, shutOut } from './join-room.ts'
import { lockRoomForEditing } from './lock-room.ts'
import type { RoomView } from './rooms.queries.ts'
import type { RoomEditing } from './rooms.policy.ts'
import { writeRoom } from './write-room.ts'

/**
 * Takes somebody of the board into a room.
 * @throws {Invalid} when nobody on the board has that username
 * @throws {Conflict} when the person is in the room already
 */
export async function inviteToRoom(
  services: Services,
  draft: Draft,
  access: RoomEditing,
  { username }: { username: string },
): Promise<{ userId: number }> {
  const { tx } = draft
  const locked = await lockRoomForEditing(tx, access)
  const { room, board } = locked
  const [person] = await membersByUsername(tx, room.boardId, [caseKey(username)])
  // In the same words whether there is such a person elsewhere or not.
  if (!person) throw new Invalid('There is no such person.', { username: 'Nobody on this board has this username.' })
  if (await isIn(tx, room, person.id))
    throw new Conflict('That person is in this room already.', { username: 'Is in this room already.' })
  await enterRoom(tx, room, person.id)
  await writeRoom(services, draft, locked, { changed: new Map([[person.id, 'member:joined']]) })
  draft.enqueue(notificationsChanged, { about: { roomId: room.id, recipientId: person.id } })
  await tellInvited(draft, room, { senderId: board.actor.id, userId: person.id })
  return { userId: person.id }
}

/** Sees to it that somebody who was just taken into a room finds that in their inbox. */
export async function tellInvited(
  draft: Draft,
  { id: roomId, boardId }: Pick<RoomView, 'id' | 'boardId'>,
  { senderId, userId }: { senderId: number; userId: number },
): Promise<void> {
  const place = { roomId_userId: { roomId, userId } }
  // The stamp of their coming: who was removed meanwhile and is invited anew is told anew.
  const { inboxVersion: version } = await draft.tx.chatRoomMember.findUniqueOrThrow({ where: place })
  draft.enqueue(notifyAdded, { userId, boardId, roomId, senderId, version })
}

/**
 * Takes somebody out of a private room.
 * @throws {NotFound} when they are not in it
 * @throws {Conflict} for an open room, and for oneself
 */
export async function removeFromRoom(
  services: Services,
  draft: Draft,
  access: RoomEditing,
  userId: number,
): Promise<void> {
  const { tx } = draft
  const locked = await lockRoomForEditing(tx, access)
  const { room, board } = locked
  if (!(await isIn(tx, room, userId))) throw new NotFound()
  if (!room.isPrivate)
    throw new Conflict('Everyone on the board may be in an open room. Who does not want to be can leave it.')
  if (userId === board.actor.id) throw new Conflict('To take yourself out of this room, leave it.')
  // Who acts on the admin site is not in it, and so not the one who stays.
  if (!(await areOthersIn(tx, room, userId)))
    throw new Conflict(
      'They are the last one in this room: nobody could ever see it again. Archive it or delete it instead.',
    )
  await goOut(tx, room, userId)
  await writeRoom(services, draft, locked, { changed: new Map([[userId, 'member:left']]) })
  shutOut(services, draft, room, userId, 'You are no longer in this room.')
}

async function isIn(tx: Tx, { id: roomId }: RoomView, userId: number): Promise<boolean> {
  return (await tx.chatRoomMember.count({ where: { roomId, userId, leftAt: null } })) > 0
}
