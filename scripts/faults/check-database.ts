import { openDatabase, type Db } from '../../src/platform/db/index.ts'
import { until } from '../../tests/support/until.ts'
import type { Sent } from './ledger.ts'
import type { Stage } from './stage.ts'

const settledWithinMs = 90_000

/** What the database holds that it should not, or lacks. */
export async function checkDatabase(stage: Stage): Promise<string[]> {
  const db = await openDatabase(stage.instance.databaseUrl)
  try {
    return [
      ...(await checkOutbox(db)),
      ...(await checkMessages(db, stage)),
      ...(await checkMentions(db)),
      ...(await checkVersions(db, stage)),
      ...(await checkTasks(db, stage)),
      ...(await checkPages(db, stage)),
    ]
  } finally {
    await db.$disconnect()
  }
}

async function checkOutbox(db: Db): Promise<string[]> {
  const undone = () => db.outboxEntry.findMany({ where: { doneAt: null } })
  await until('the outbox is empty', async () => (await undone()).length === 0, settledWithinMs).catch(() => undefined)
  return (await undone()).map((entry) => `the outbox still holds ${JSON.stringify(entry)}`)
}

async function checkMessages(db: Db, { board, ledger }: Stage): Promise<string[]> {
  const stored = await db.chatMessage.findMany({ where: { roomId: board.roomId }, orderBy: { position: 'asc' } })
  const byToken = groupedBy(stored, ({ content }) => content.split(' ')[0] ?? '')
  const byId = new Map(stored.map((message) => [message.id, message]))
  const check = (sent: Sent): string[] => {
    const found = sent.id === undefined ? undefined : byId.get(sent.id)
    if (sent.isDeleted === true || (sent.isDeleted === 'unsure' && found?.deletedAt)) {
      return found?.deletedAt && found.content === ''
        ? []
        : [`${sent.token} was deleted and is ${JSON.stringify(found)}`]
    }
    const copies = byToken.get(sent.token) ?? []
    if (copies.length > 1) return [`${sent.token} is there ${copies.length} times`]
    const [copy] = copies
    if (!copy) return sent.isTaken ? [`${sent.token} of ${sent.author.displayName} is not there`] : []
    if (!sent.contents.includes(copy.content.trim()))
      return [`${sent.token} says “${copy.content}”, not ${sent.contents.join(' | ')}`]
    return copy.authorId === sent.author.id ? [] : [`${sent.token} has another author`]
  }
  const tokens = new Set(ledger.messages.map(({ token }) => token))
  const strange = stored.filter(({ content, deletedAt }) => !deletedAt && !tokens.has(content.split(' ')[0] ?? ''))
  return [...ledger.messages.flatMap(check), ...strange.map(({ content }) => `nobody has written “${content}”`)]
}

/** Exactly one notification for each mention of somebody else; of a deleted message there may be none. */
async function checkMentions(db: Db): Promise<string[]> {
  const mentions = await db.messageMention.findMany({ include: { message: true } })
  const notifications = await db.notification.findMany({ where: { type: 'mention' } })
  const told = groupedBy(notifications, ({ messageId, recipientId }) => `${messageId} → ${recipientId}`)
  const owed = mentions.filter(({ message, userId }) => message.authorId !== userId)
  const known = new Set(owed.map(({ messageId, userId }) => `${messageId} → ${userId}`))
  const missing = owed
    .filter(({ message }) => message.deletedAt === null)
    .filter(({ messageId, userId }) => !told.has(`${messageId} → ${userId}`))
    .map(({ messageId, userId }) => `no notification for ${messageId} → ${userId}`)
  const deleted = await db.chatMessage.findMany({ where: { deletedAt: { not: null } }, select: { id: true } })
  const gone = new Set(deleted.map(({ id }) => id))
  const strange = [...told]
    .filter(([key, found]) => found.length > 1 || (!known.has(key) && !gone.has(found[0]?.messageId ?? '')))
    .map(([key, found]) => `${found.length} notifications for ${key}`)
  return [...missing, ...strange]
}

/** Each post, edit and deletion took one version of the room, and none was left out. */
async function checkVersions(db: Db, { board, ledger }: Stage): Promise<string[]> {
  const room = await db.chatRoom.findUniqueOrThrow({ where: { id: board.roomId } })
  const stored = await db.chatMessage.findMany({ where: { roomId: board.roomId }, orderBy: { position: 'asc' } })
  const edits = ledger.messages.reduce((sum, sent) => sum + sent.edits, 0)
  const unsure = ledger.messages.reduce((sum, sent) => sum + sent.unsure, 0)
  const least = stored.length + edits
  const problems = []
  if (room.version < least || room.version > least + unsure)
    problems.push(`the room is at version ${room.version}, after ${least} to ${least + unsure} changes`)
  if (stored.some(({ ordinal }, at) => ordinal !== at + 1)) problems.push('the ordinals have gaps')
  if (room.messageCount !== stored.length)
    problems.push(`the room counts ${room.messageCount} messages of ${stored.length}`)
  const last = Math.max(0, ...stored.map(({ version }) => version))
  if (last !== room.version) problems.push(`the room is at version ${room.version}, its last message at ${last}`)
  for (const user of await db.user.findMany()) {
    const inbox = await db.notification.findMany({ where: { recipientId: user.id } })
    const newest = Math.max(0, ...inbox.map(({ version }) => version))
    if (newest > user.inboxVersion)
      problems.push(`${user.username}’s inbox is at ${user.inboxVersion}, its last at ${newest}`)
  }
  return problems
}

async function checkTasks(db: Db, { ledger, board }: Stage): Promise<string[]> {
  const tasks = new Map((await db.task.findMany({ where: { boardId: board.id } })).map((task) => [task.id, task]))
  return ledger.tasks.flatMap(({ id, titles }) => {
    const task = tasks.get(id)
    if (!task) return [`task ${id} is gone`]
    return titles.includes(task.title)
      ? []
      : [`task ${id} is called ${task.title}, not ${titles.slice(0, 3).join(' | ')}`]
  })
}

/** A page that was open all the time shows everything from its first message on, each once, in order. */
async function checkPages(db: Db, { pages, board }: Stage): Promise<string[]> {
  const stored = await db.chatMessage.findMany({
    where: { roomId: board.roomId },
    orderBy: { position: 'asc' },
    select: { id: true },
  })
  const ids = stored.map(({ id }) => id)
  const problems = await Promise.all(
    pages.map(async ({ name, page }) => {
      const shown = await page
        .locator('[data-messages] > .message')
        .evaluateAll((messages) => messages.map(({ id }) => id.replace('message-', '')))
      const expected = shown.length === 0 ? [] : ids.slice(-shown.length)
      return shown.join(' ') === expected.join(' ')
        ? []
        : [`${name}: its ${shown.length} messages are not the last ones in order`]
    }),
  )
  return problems.flat()
}

function groupedBy<Element>(elements: Element[], keyOf: (element: Element) => string): Map<string, Element[]> {
  const groups = new Map<string, Element[]>()
  for (const element of elements) groups.set(keyOf(element), [...(groups.get(keyOf(element)) ?? []), element])
  return groups
}
