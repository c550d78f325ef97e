import type { Person } from '../platform/actor.ts'
import type { Draft } from '../platform/change.ts'
import type { Db, Tx } from '../platform/db/index.ts'
import { isBug } from '../platform/errors.ts'
import type { RecurringJob } from '../platform/jobs/job.ts'
import { perServices } from '../platform/per-services.ts'
import type { Services } from '../platform/services.ts'
import type { SocketControl } from '../platform/live/socket-event.ts'
import type { RoomPosting } from './chat.policy.ts'

/** Typing is relayed and written at most this often for a person in a room. */
const repeatMs = 2000
/** Who has not typed for this long is not typing. */
const expiryMs = 6000

/** What the others in a room know of somebody's typing. */
interface Told {
  at: number
  isTyping: boolean
  /** Tells them once the two seconds are over, if the person still types then. */
  later?: NodeJS.Timeout | undefined
}

const lastTold = perServices(() => new Map<string, Told>())

/** Tells the others in the room that someone types: at once, or when the last time is 2 s ago. */
export async function startTyping(
  services: Services,
  socket: SocketControl,
  person: Person,
  roomId: number,
): Promise<void> {
  const told = lastTold(services).get(keyOf(person, roomId))
  const waitMs = (told?.at ?? 0) + repeatMs - Date.now()
  if (!told || waitMs <= 0) await tellTyping(services, socket, person, roomId)
  else if (!told.isTyping) told.later ??= setTimeout(tellLater, waitMs, services, socket, person, roomId)
}

function tellLater(services: Services, socket: SocketControl, person: Person, roomId: number): void {
  // Whoever has left the room meanwhile types no more.
  tellTyping(services, socket, person, roomId).catch((error: unknown) => {
    if (isBug(error)) services.log.error({ err: error }, 'could not tell who types')
  })
}

/** Shows somebody as typing in a room that they may write into, for as long as one keystroke would: for the admin site. */
export async function showTyping(
  services: Services,
  draft: Draft,
  { roomId, board: { actor } }: RoomPosting,
): Promise<void> {
  await writeTyping(draft.tx, actor, roomId, new Date())
  draft.afterCommit(() => services.tell(`room:${roomId}`, 'typing:started', typingEvent(actor, roomId)))
}

async function tellTyping(services: Services, socket: SocketControl, person: Person, roomId: number): Promise<void> {
  socket.tellOthers(`room:${roomId}`, 'typing:started', typingEvent(person, roomId))
  const told = lastTold(services)
  const now = Date.now()
  forgetOld(told, now)
  told.set(keyOf(person, roomId), { at: now, isTyping: true })
  await writeTyping(services.db, person, roomId, new Date(now))
}

function typingEvent({ id, username }: Person, roomId: number): object {
  return { roomId, user: { id, username } }
}

async function writeTyping(db: Db | Tx, { id: userId }: Person, roomId: number, lastUpdate: Date): Promise<void> {
  await db.userTypingStatus.upsert({
    where: { roomId_userId: { roomId, userId } },
    create: { roomId, userId, lastUpdate },
    update: { lastUpdate },
  })
}

/** Tells the others in the room that someone has stopped. When they were told last is kept: starting and stopping is no way round. */
export async function stopTyping(
  services: Services,
  socket: SocketControl,
  person: Person,
  roomId: number,
): Promise<void> {
  const told = lastTold(services).get(keyOf(person, roomId))
  clearTimeout(told?.later)
  if (told) told.later = undefined
  if (!told?.isTyping) return
  told.isTyping = false
  socket.tellOthers(`room:${roomId}`, 'typing:stopped', typingEvent(person, roomId))
  await services.db.userTypingStatus.deleteMany({ where: { roomId, userId: person.id } })
}

function keyOf(person: Person, roomId: number): string {
  return `${roomId} ${person.id}`
}

/** Who types in a room just now, without the one who asks. */
export async function whoTypes(
  { db }: Services,
  roomId: number,
  exceptUserId: number,
): Promise<{ id: number; username: string }[]> {
  const rows = await db.userTypingStatus.findMany({
    where: { roomId, userId: { not: exceptUserId }, lastUpdate: { gt: new Date(Date.now() - expiryMs) } },
    select: { user: { select: { id: true, username: true } } },
  })
  return rows.map(({ user }) => user)
}

/** Clears what people left who closed the page while typing. */
export const clearStaleTyping: RecurringJob = async ({ db }) => {
  await db.userTypingStatus.deleteMany({ where: { lastUpdate: { lt: new Date(Date.now() - 10 * expiryMs) } } })
}

const largestMemory = 10_000

function forgetOld(told: Map<string, Told>, now: number): void {
  if (told.size < largestMemory) return
  for (const [key, { at }] of told) if (now - at > expiryMs) told.delete(key)
}
