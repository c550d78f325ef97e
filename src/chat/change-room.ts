import type { Deed } from '../boards/index.ts'
import { notificationsChanged } from '../notifications/index.ts'
import type { Draft } from '../platform/change.ts'
import { Conflict } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { requireFreeRoomName } from './free-room-name.ts'
import { lockRoomForEditing } from './lock-room.ts'
import type { RoomChanges } from './room-fields.ts'
import type { RoomView } from './rooms.queries.ts'
import type { RoomEditing } from './rooms.policy.ts'
import { writeRoom } from './write-room.ts'

/**
 * Changes what a room is called and what it is for; what is missing stays as it is.
 * @throws {Conflict} when the room is open, and another open one of the board has the name
 */
export async function changeRoom(
  services: Services,
  draft: Draft,
  access: RoomEditing,
  wanted: RoomChanges,
): Promise<void> {
  const locked = await lockRoomForEditing(draft.tx, access)
  const { room } = locked
  const { name = room.name, description = room.description } = wanted
  const deeds = deedsOf(room, name, description)
  if (deeds.length === 0) return
  const nameKey = await requireFreeRoomName(draft.tx, { ...room, name, ownId: room.id })
  await writeRoom(services, draft, locked, { row: { name, nameKey, description }, deeds })
  if (name !== room.name) draft.enqueue(notificationsChanged, { about: { roomId: room.id } })
}

function deedsOf(before: RoomView, name: string, description: string): Deed[] {
  const deeds: Deed[] = []
  if (name !== before.name) deeds.push({ type: 'room:renamed', before: before.name, after: name })
  if (description !== before.description) deeds.push({ type: 'room:described', name })
  return deeds
}

/** Puts a room away: it can be read, and nothing more, and stands in no list but that of the archive. */
export function archiveRoom(services: Services, draft: Draft, access: RoomEditing): Promise<void> {
  return setArchived(services, draft, access, new Date())
}

/** Brings a room back for all who were in it. */
export function restoreRoom(services: Services, draft: Draft, access: RoomEditing): Promise<void> {
  return setArchived(services, draft, access, null)
}

async function setArchived(
  services: Services,
  draft: Draft,
  access: RoomEditing,
  archivedAt: Date | null,
): Promise<void> {
  const locked = await lockRoomForEditing(draft.tx, access)
  const { room } = locked
  if ((room.archivedAt === null) === (archivedAt === null)) return
  const type = archivedAt ? 'room:archived' : 'room:restored'
  // Its board can't be told into whose sidebar a room comes back.
  const isForEach = archivedAt === null
  await writeRoom(services, draft, locked, { row: { archivedAt }, deeds: [{ type, name: room.name }], isForEach })
}

/** @throws {Conflict} for a room that was not put away before: nothing is deleted at one stroke */
export function requireArchived({ archivedAt }: RoomView): void {
  if (!archivedAt) throw new Conflict('Only what is in the archive can be deleted for good. Archive the room first.')
}
