import type { Db } from '../../../src/platform/db/index.ts'
import type { Sent } from '../ledger.ts'
import type { Stage } from '../stage.ts'

/** A conversation, a room's or a thread's, as the database has it. */
interface Conversation {
  name: string
  version: number
  /** How many entries it says that it has, and how many of them are to be counted. */
  count: number
  counted: number
  stored: { version: number; position: number }[]
  sent: Sent[]
}

/** Each post, edit and deletion took one version of its room or thread, and none was left out. */
export async function checkVersions(db: Db, stage: Stage): Promise<string[]> {
  const problems = [...(await roomsOf(db, stage)), ...(await threadsOf(db, stage))].flatMap(problemsOf)
  return [...problems, ...(await checkOrdinals(db)), ...(await checkInboxes(db))]
}

async function roomsOf(db: Db, { ledger }: Stage): Promise<Conversation[]> {
  const rooms = await db.chatRoom.findMany({ where: { deletedAt: null }, include: { messages: true } })
  return rooms.map(({ id, version, messageCount, messages }) => ({
    name: `room ${id}`,
    version,
    count: messageCount,
    counted: messages.length,
    stored: messages,
    sent: ledger.messages.filter(({ placeId }) => placeId === id),
  }))
}

async function threadsOf(db: Db, { ledger }: Stage): Promise<Conversation[]> {
  const tasks = await db.task.findMany({ include: { comments: true } })
  return tasks.map(({ id, threadVersion, commentCount, comments }) => ({
    name: `the thread of task ${id}`,
    version: threadVersion,
    count: commentCount,
    counted: comments.filter(({ deletedAt }) => deletedAt === null).length,
    stored: comments,
    sent: ledger.comments.filter(({ placeId }) => placeId === id),
  }))
}

function problemsOf({ name, version, count, counted, stored, sent }: Conversation): string[] {
  const least = stored.length + sum(sent.map(({ edits }) => edits))
  const most = least + sum(sent.map(({ unsure }) => unsure))
  const last = Math.max(0, ...stored.map((one) => one.version))
  const problems = []
  if (version < least || version > most)
    problems.push(`${name} is at version ${version}, after ${least} to ${most} changes`)
  if (last !== version) problems.push(`${name} is at version ${version}, its last entry at ${last}`)
  if (count !== counted) problems.push(`${name} counts ${count} entries of ${counted}`)
  if (new Set(stored.map(({ position }) => position)).size < stored.length)
    problems.push(`${name} has two entries in one place`)
  return problems
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

async function checkOrdinals(db: Db): Promise<string[]> {
  const rooms = await db.chatRoom.findMany({
    where: { deletedAt: null },
    include: { messages: { orderBy: { position: 'asc' } } },
  })
  return rooms
    .filter(({ messages }) => messages.some(({ ordinal }, at) => ordinal !== at + 1))
    .map(({ id }) => `the ordinals of room ${id} have gaps`)
}

async function checkInboxes(db: Db): Promise<string[]> {
  const users = await db.user.findMany({ include: { notifications: true } })
  return users.flatMap(({ username, inboxVersion, notifications }) => {
    const newest = Math.max(0, ...notifications.map(({ version }) => version))
    return newest > inboxVersion ? [`${username}’s inbox is at ${inboxVersion}, its last at ${newest}`] : []
  })
}
