import type { ChannelName } from '../platform/live/channel.ts'
import { perServices } from '../platform/per-services.ts'
import type { Services } from '../platform/services.ts'
import type { RoomAccess } from './chat.policy.ts'

/** The people of a room are told its count at most this often. */
const repeatMs = 1000

/** A room that was told of less than `repeatMs` ago: the count that is to be told next, null when the last one still holds. */
interface Told {
  next: number | null
}

const rooms = perServices(() => new Map<number, Told>())

/**
 * Tells everyone who is in a room how many messages it has: at once, or when the last time is a second ago. The last count is told in
 * any case. Whoever calls does not wait for it.
 */
export function tellUnreadSoon(services: Services, roomId: number, messageCount: number): void {
  const told = rooms(services).get(roomId)
  if (told) told.next = Math.max(told.next ?? 0, messageCount)
  else tellNow(services, roomId, messageCount)
}

/** Lists of rooms show what was said last: when that has changed their count is told once more, as it was. */
export function tellLastChanged(services: Services, { room }: RoomAccess, { ordinal }: { ordinal: number }): void {
  if (ordinal === room.messageCount) tellUnreadSoon(services, room.id, room.messageCount)
}

function tellNow(services: Services, roomId: number, messageCount: number): void {
  rooms(services).set(roomId, { next: null })
  setTimeout(tellNext, repeatMs, services, roomId).unref()
  tellPeople(services, roomId, messageCount).catch((error: unknown) => {
    services.log.warn({ err: error }, 'could not tell a room how many messages it has')
  })
}

function tellNext(services: Services, roomId: number): void {
  const next = rooms(services).get(roomId)?.next ?? null
  if (next === null) rooms(services).delete(roomId)
  else tellNow(services, roomId, next)
}

async function tellPeople({ db, tell }: Services, roomId: number, messageCount: number): Promise<void> {
  const people = await db.chatRoomMember.findMany({ where: { roomId, leftAt: null }, select: { userId: true } })
  const channels = people.map(({ userId }): ChannelName => `user:${userId}`)
  // To no channel at all would be to everyone.
  if (channels.length > 0) tell(channels, 'unread:changed', { roomId, messageCount })
}
