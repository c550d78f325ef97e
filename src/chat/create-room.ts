import {
  fillOpenRoom,
  lockForEditing,
  membersById,
  membersByUsername,
  nextBoardVersion,
  recordActivity,
  tellSidebars,
  type BoardEditing,
} from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Tx } from '../platform/db/index.ts'
import { Invalid } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { caseKey } from '../users/index.ts'
import { requireFreeRoomName } from './free-room-name.ts'
import { tellMembers, type MembershipChange } from './my-room-changes.ts'
import { describeRoom } from './room-changes.ts'
import type { NewRoom } from './room-fields.ts'
import { tellInvited } from './room-members.ts'
import { readRoomState, type RoomState } from './room-state.ts'

/** What a room is made of; it is open, and says nothing about itself, unless something else is said. */
export type WantedRoom = Pick<NewRoom, 'name'> & Partial<NewRoom>

/**
 * Makes a room: an open one that everyone on the board is in, or a private one of the actor and those whom they invite.
 * @throws {Conflict} when the room is to be open, and the board has an open one with this name
 * @throws {Invalid} when somebody invited is not on the board
 */
export async function createRoom(
  services: Services,
  draft: Draft,
  access: BoardEditing,
  wanted: WantedRoom,
): Promise<RoomState> {
  const { tx } = draft
  const { boardId } = access
  await lockForEditing(tx, access)
  const nameKey = await requireFreeRoomName(tx, { boardId, name: wanted.name, isPrivate: wanted.isPrivate ?? false })
  if (wanted.isPrivate) return createPrivateRoom(services, draft, access, { ...wanted, nameKey })
  const boardVersion = await nextBoardVersion(tx, boardId)
  const roomId = await insertRoom(tx, access, { ...wanted, nameKey, boardVersion, isPrivate: false })
  await fillOpenRoom(tx, { boardId, roomId })
  const state = await readRoomState(tx, roomId)
  draft.announce(`board:${boardId}`, () => describeRoom(services, state, boardVersion, true))
  await recordActivity(services, draft, access, boardVersion, { type: 'room:created', name: state.name })
  await tellSidebars(services, draft, boardId)
  return state
}

// The board's version stays: who follows the board and is not in the room must not even know that something has happened.
async function createPrivateRoom(
  services: Services,
  draft: Draft,
  access: BoardEditing,
  wanted: WantedRoom & { nameKey: string },
): Promise<RoomState> {
  const { tx } = draft
  const { boardId, actor } = access
  const invitedIds = (await findInvited(tx, boardId, wanted)).filter((id) => id !== actor.id)
  const { version: boardVersion } = await tx.board.findUniqueOrThrow({ where: { id: boardId } })
  const roomId = await insertRoom(tx, access, { ...wanted, boardVersion, isPrivate: true })
  const joinedAt = new Date()
  const rows = [actor.id, ...invitedIds].map((userId) => ({ roomId, userId, joinedAt }))
  await tx.chatRoomMember.createMany({ data: rows })
  await tellMembers(services, draft, roomId, new Map(rows.map(({ userId }): Joined => [userId, 'member:joined'])))
  for (const userId of invitedIds) await tellInvited(draft, { id: roomId, boardId }, { senderId: actor.id, userId })
  return readRoomState(tx, roomId)
}

type Joined = [number, MembershipChange]

async function findInvited(tx: Tx, boardId: number, { memberIds = [], usernames = [] }: WantedRoom): Promise<number[]> {
  const keys = new Set(usernames.map(caseKey))
  const byId = await membersById(tx, boardId, memberIds)
  const byName = await membersByUsername(tx, boardId, [...keys])
  if (byId.length < new Set(memberIds).size) throw notOnBoard('memberIds')
  if (byName.length < keys.size) throw notOnBoard('usernames')
  return [...new Set([...byId, ...byName].map(({ id }) => id))].toSorted((one, other) => one - other)
}

function notOnBoard(field: 'memberIds' | 'usernames'): Invalid {
  return new Invalid('Somebody of these is not on this board.', { [field]: 'Somebody of these is not on this board.' })
}

async function insertRoom(
  tx: Tx,
  { boardId, actor }: BoardEditing,
  room: WantedRoom & { nameKey: string; boardVersion: number; isPrivate: boolean },
): Promise<number> {
  const { name, nameKey, description = '', isPrivate, boardVersion } = room
  const { id } = await tx.chatRoom.create({
    data: { boardId, name, nameKey, description, isPrivate, boardVersion, createdById: actor.id },
    select: { id: true },
  })
  return id
}
