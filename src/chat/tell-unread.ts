import { sqlList, type Db } from '../platform/db/index.ts'
import type { ChannelName } from '../platform/live/channel.ts'
import { perServices } from '../platform/per-services.ts'
import type { Services } from '../platform/services.ts'
import type { RoomAccess } from './chat.policy.ts'

/** The people of a room are told its count at most this often. */
const repeatMs = 1000
/** Rooms that have waited for it are told together when their turns come this close: their people are found by one statement. */
const togetherMs = 100

/** What rooms' people are told of how many messages there are, by room. */
interface Counts {
  /** Told less than `repeatMs` ago, with the count that is to be told next; null where the last one still holds. */
  told: Map<number, number | null>
  /** To be told now. */
  due: Map<number, number>
}

const counts = perServices((): Counts => ({ told: new Map(), due: new Map() }))

/**
 * Tells everyone who is in a room how many messages it has: at once, or together with rooms that are just waiting for their turn, or when
 * the last time is a second ago. The last count is told in any case. Whoever calls does not wait for it.
 */
export function tellUnreadSoon(services: Services, roomId: number, messageCount: number): void {
  const { told } = counts(services)
  const next = told.get(roomId)
  if (next === undefined) tell(services, roomId, messageCount, 0)
  else told.set(roomId, Math.max(next ?? 0, messageCount))
}

/** Lists of rooms show what was said last: when that has changed their count is told once more, as it was. */
export function tellLastChanged(services: Services, { room }: RoomAccess, { ordinal }: { ordinal: number }): void {
  if (ordinal === room.messageCount) tellUnreadSoon(services, room.id, room.messageCount)
}

function tell(services: Services, roomId: number, messageCount: number, withinMs: number): void {
  const { told, due } = counts(services)
  told.set(roomId, null)
  setTimeout(tellNext, repeatMs, services, roomId).unref()
  // What one commit counts into many rooms is told together, too.
  if (due.size === 0) setTimeout(tellDue, withinMs, services).unref()
  due.set(roomId, messageCount)
}

function tellNext(services: Services, roomId: number): void {
  const { told } = counts(services)
  const next = told.get(roomId) ?? null
  if (next === null) told.delete(roomId)
  else tell(services, roomId, next, togetherMs)
}

function tellDue(services: Services): void {
  const { due } = counts(services)
  const rooms = [...due]
  due.clear()
  tellPeople(services, rooms).catch((error: unknown) => {
    services.log.warn({ err: error }, 'could not tell rooms how many messages they have')
  })
}

async function tellPeople({ db, tell: send }: Services, rooms: [number, number][]): Promise<void> {
  const people = await peopleIn(
    db,
    rooms.map(([roomId]) => roomId),
  )
  for (const [roomId, messageCount] of rooms) {
    const channels = people.get(roomId) ?? []
    // To no channel at all would be to everyone.
    if (channels.length > 0) send(channels, 'unread:changed', { roomId, messageCount })
  }
}

async function peopleIn(db: Db, roomIds: number[]): Promise<Map<number, ChannelName[]>> {
  const people = await db.$queryRaw<{ roomId: number; userId: number }[]>`
    SELECT "roomId", "userId" FROM "ChatRoomMember" WHERE "roomId" IN (${sqlList(db, roomIds)}) AND "leftAt" IS NULL`
  const channels = new Map(roomIds.map((roomId) => [roomId, [] as ChannelName[]]))
  for (const { roomId, userId } of people) channels.get(roomId)?.push(`user:${userId}`)
  return channels
}
