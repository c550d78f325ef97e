import { nextBoardVersion, recordActivity, tellSidebars, type Deed } from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Services } from '../platform/services.ts'
import type { LockedRoom } from './lock-room.ts'
import { tellMembers, tellPlaces, type MembershipChange } from './my-room-changes.ts'
import { describeRoom } from './room-changes.ts'
import { readRoomState, type RoomState } from './room-state.ts'

/** What is written of a room, what it is called in the board's history, and whose place in it has changed. */
export interface RoomWriting {
  row?: { name?: string; nameKey?: string; description?: string; archivedAt?: Date | null; deletedAt?: Date }
  deeds?: Deed[]
  /** Whose place in the room was just changed, and how. */
  changed?: ReadonlyMap<number, MembershipChange>
  /** Whether all who are in the room are told on their own channels, open as it may be. */
  isForEach?: boolean
}

/**
 * Writes a change of a room and tells it to all who see it: an open room's to its board, a private one's to each who is in it, so that
 * nobody else learns that there is such a room.
 */
export async function writeRoom(
  services: Services,
  draft: Draft,
  { room, board }: LockedRoom,
  { row = {}, deeds = [], changed = new Map(), isForEach = false }: RoomWriting,
): Promise<RoomState> {
  const { id, boardId, isPrivate } = room
  if (isPrivate) {
    await draft.tx.chatRoom.update({ where: { id }, data: row })
    await tellMembers(services, draft, id, changed)
    return readRoomState(draft.tx, id)
  }
  const boardVersion = await nextBoardVersion(draft.tx, boardId)
  await draft.tx.chatRoom.update({ where: { id }, data: { ...row, boardVersion } })
  const state = await readRoomState(draft.tx, id)
  draft.announce(`board:${boardId}`, () => describeRoom(services, state, boardVersion))
  for (const deed of deeds) await recordActivity(services, draft, board, boardVersion, deed)
  if (deeds.length > 0) await tellSidebars(services, draft, boardId)
  if (isForEach) await tellMembers(services, draft, id, changed)
  else
    await tellPlaces(
      services,
      draft,
      Array.from(changed, ([userId, type]) => ({ roomId: id, userId, type })),
    )
  return state
}
