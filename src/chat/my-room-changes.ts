import { nextInboxVersions, type ReadInboxChanges } from '../notifications/index.ts'
import type { Draft } from '../platform/change.ts'
import { sqlRowLock, sqlRows, type Tx } from '../platform/db/index.ts'
import { catchUpLimit, type LiveChange, type Patch } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import { changedPlaces, findMyRooms, type MyRoomState, type RoomPlace } from './my-rooms.queries.ts'
import { memberIdsOfRoom } from './room-members.queries.ts'
import { stateFacts, statePatches } from './room-state.ts'

/** What became of somebody's place in a room. */
export type MembershipChange = 'member:joined' | 'member:left' | 'board:changed'

/** Whose place in which room has changed, and how. */
export type ChangedPlace = RoomPlace & { type: MembershipChange }

/**
 * Tells all who are in a room, and those whose place in it was just changed.
 * @param changed whose, and how
 */
export async function tellMembers(
  services: Services,
  draft: Draft,
  roomId: number,
  changed: ReadonlyMap<number, MembershipChange> = new Map(),
): Promise<void> {
  const userIds = new Set([...(await memberIdsOfRoom(draft.tx, roomId)), ...changed.keys()])
  const places = Array.from(userIds, (userId): ChangedPlace => {
    return { roomId, userId, type: changed.get(userId) ?? 'board:changed' }
  })
  await tellPlaces(services, draft, places)
}

/**
 * Tells people on their own channels what rooms are for them now, in as many statements for a thousand as for one. For use in the deed's
 * transaction, after its writes: what somebody is told of several rooms has one version.
 */
export async function tellPlaces(services: Services, draft: Draft, places: ChangedPlace[]): Promise<void> {
  const { tx, announce } = draft
  if (places.length === 0) return
  await stamp(tx, places)
  const types = new Map(places.map((place) => [keyOf(place), place.type]))
  for (const mine of await findMyRooms(tx, places)) {
    const type = types.get(keyOf({ roomId: mine.id, userId: mine.userId })) ?? 'board:changed'
    announce(`user:${mine.userId}`, () => describeMyRoom(services, mine, type))
  }
}

// Their rows before their inboxes, and each in the order of the ids: two changes never wait for each other crosswise.
async function stamp(tx: Tx, places: RoomPlace[]): Promise<void> {
  const rows = places.map(({ roomId, userId }) => ({ roomId, userId }))
  await lockPlaces(tx, rows)
  const versions = await nextInboxVersions(tx, [...new Set(rows.map(({ userId }) => userId))])
  const stamped = rows.map((place) => ({ ...place, version: versions.get(place.userId) ?? 0 }))
  await tx.$executeRaw`
    UPDATE "ChatRoomMember" SET "inboxVersion" = given."version"
    FROM ${sqlRows(tx, { roomId: 'int', userId: 'int', version: 'int' }, stamped)} AS given
    WHERE "ChatRoomMember"."roomId" = given."roomId" AND "ChatRoomMember"."userId" = given."userId"`
}

async function lockPlaces(tx: Tx, places: { roomId: number; userId: number }[]): Promise<void> {
  const lock = sqlRowLock(tx)
  // Empty where the transaction is the lock.
  if (lock.sql === '') return
  await tx.$queryRaw`
    SELECT mine."roomId" FROM "ChatRoomMember" mine
    JOIN ${sqlRows(tx, { roomId: 'int', userId: 'int' }, places)} AS given
      ON mine."roomId" = given."roomId" AND mine."userId" = given."userId"
    ORDER BY mine."roomId", mine."userId" ${lock}`
}

function keyOf({ roomId, userId }: RoomPlace): string {
  return `${roomId} ${userId}`
}

/** A room as it is for one person: told to nobody else. */
function describeMyRoom(services: Services, mine: MyRoomState, type: MembershipChange): LiveChange {
  return { type, version: mine.inboxVersion, room: factsOf(mine), patches: patchesOf(services, mine) }
}

/** Whoever is out of a private room, or off the board, is told no more of it than that. */
function factsOf(mine: MyRoomState): object {
  const { id, isIn, isOnBoard, isMuted, messageCount, readCount, state } = mine
  if (isIn) return { ...stateFacts(state), isMember: true, isMuted, messageCount, readCount }
  const known = state.isPrivate || !isOnBoard ? { id, boardId: state.boardId } : stateFacts(state)
  return { ...known, isMember: false }
}

function patchesOf(services: Services, mine: MyRoomState): Patch[] {
  const { id, isIn, isOnBoard, state } = mine
  if (!state.isPrivate && isOnBoard) return [sidebarPatch(services, mine), ...ownActions(services, mine)]
  if (!isIn) return [sidebarPatch(services, mine), { op: 'remove', target: `#room-choice-${id}` }]
  return [sidebarPatch(services, mine), ...statePatches(services, state), ...ownActions(services, mine)]
}

/** A room stands in one's sidebar while one is in it, and it is not in the archive. */
export function sidebarPatch({ views }: Services, mine: MyRoomState): Patch {
  const { id, isIn, state } = mine
  if (!isIn || state.archivedAt) return { op: 'remove', target: `#sidebar-room-${id}` }
  const room = { ...mine, name: state.name }
  return { op: 'append', target: `#board-${state.boardId}-rooms`, html: views.render('shared/_sidebar_room', { room }) }
}

function ownActions({ views }: Services, { id, isIn, isRoomMuted, state }: MyRoomState): Patch[] {
  if (state.deletedAt) return []
  const locals = { room: { id, isPrivate: state.isPrivate }, mine: { isIn, isMuted: isRoomMuted } }
  return [
    { op: 'replace', target: `#room-${id}-muting`, html: views.render('chat/_room_muting', locals) },
    { op: 'replace', target: `#room-${id}-joining`, html: views.render('chat/_room_joining', locals) },
  ]
}

/** Rooms whose place for somebody changed since a version of their inbox, each as it is now. */
export const readMyRoomChanges: ReadInboxChanges = async (services, userId, since, limit) => {
  const places = await changedPlaces(services.db, userId, since, limit)
  // The page will be fetched anew: they only have to be counted.
  if (places.length > catchUpLimit)
    return places.map(({ inboxVersion: version }) => ({ type: 'board:changed', version, patches: [] }))
  const rooms = await findMyRooms(services.db, places)
  return rooms.map((mine) => describeMyRoom(services, mine, mine.isIn ? 'board:changed' : 'member:left'))
}
