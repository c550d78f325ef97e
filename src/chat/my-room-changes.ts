import { nextInboxVersion, type ReadInboxChanges } from '../notifications/index.ts'
import type { Draft } from '../platform/change.ts'
import type { LiveChange, Patch } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import { findMyRoom, myRoomsSince, type MyRoomState } from './my-rooms.queries.ts'
import { memberIdsOfRoom } from './room-members.queries.ts'
import { stateFacts, statePatches } from './room-state.ts'

/** What became of somebody's place in a room. */
export type MembershipChange = 'member:joined' | 'member:left' | 'board:changed'

/**
 * Tells somebody on their own channel what a room is for them now. For use in the deed's transaction, after its writes; for several
 * people call it in the order of their ids, so that two changes never wait for each other's inboxes crosswise.
 */
export async function tellMember(
  services: Services,
  draft: Draft,
  { roomId, userId, type }: { roomId: number; userId: number; type: MembershipChange },
): Promise<void> {
  const { tx, announce } = draft
  const inboxVersion = await nextInboxVersion(tx, userId)
  await tx.chatRoomMember.update({ where: { roomId_userId: { roomId, userId } }, data: { inboxVersion } })
  const mine = await findMyRoom(tx, userId, roomId)
  if (mine) announce(`user:${userId}`, () => describeMyRoom(services, mine, type))
}

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
  for (const userId of [...userIds].toSorted((one, other) => one - other))
    await tellMember(services, draft, { roomId, userId, type: changed.get(userId) ?? 'board:changed' })
}

/** A room as it is for one person: told to nobody else. */
function describeMyRoom(services: Services, mine: MyRoomState, type: MembershipChange): LiveChange {
  return { type, version: mine.inboxVersion, room: factsOf(mine), patches: patchesOf(services, mine) }
}

/** Whoever is out of a private room is told no more of it than that. */
function factsOf(mine: MyRoomState): object {
  const { id, isIn, isMuted, messageCount, readCount, state } = mine
  if (isIn) return { ...stateFacts(state), isMember: true, isMuted, messageCount, readCount }
  const known = state.isPrivate ? { id, boardId: state.boardId } : stateFacts(state)
  return { ...known, isMember: false }
}

function patchesOf(services: Services, mine: MyRoomState): Patch[] {
  const { id, isIn, state } = mine
  if (!state.isPrivate) return [sidebarPatch(services, mine), ...ownActions(services, mine)]
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
  const rooms = await myRoomsSince(services.db, userId, since, limit)
  return rooms.map((mine) => describeMyRoom(services, mine, mine.isIn ? 'board:changed' : 'member:left'))
}
