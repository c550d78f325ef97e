import type { Db } from '../../../src/platform/db/index.ts'
import type { Sent } from '../ledger.ts'
import type { Stage } from '../stage.ts'
import { groupedBy } from './grouped-by.ts'

/** A message or a comment as the database has it. */
interface Stored {
  id: string
  authorId: number
  placeId: number
  parentId: string | null
  content: string
  deletedAt: Date | null
}

/** What was said in rooms and threads: nothing acknowledged is lost, nothing is there twice, and nobody else’s. */
export async function checkWords(db: Db, { ledger }: Stage): Promise<string[]> {
  const messages = await db.chatMessage.findMany({ orderBy: { position: 'asc' } })
  const comments = await db.taskThreadComment.findMany({ orderBy: { position: 'asc' } })
  const deletedRooms = new Set(ledger.rooms.filter(({ isDeleted }) => isDeleted).map(({ id }) => id))
  const left = messages.filter(({ roomId }) => deletedRooms.has(roomId))
  return [
    ...left.map(({ roomId, content }) => `“${content}” is still there, and its room ${roomId} was deleted`),
    ...compare(
      messages
        .filter(({ roomId }) => !deletedRooms.has(roomId))
        .map((message) => ({ ...message, placeId: message.roomId, parentId: null })),
      ledger.messages.filter(({ placeId }) => !deletedRooms.has(placeId)),
    ),
    ...compare(
      comments.map((comment) => ({ ...comment, placeId: comment.taskId })),
      ledger.comments,
    ),
  ]
}

function compare(stored: Stored[], written: Sent[]): string[] {
  const byToken = groupedBy(stored, tokenOf)
  const byId = new Map(stored.map((one) => [one.id, one]))
  const problems = written.flatMap((sent) =>
    problemsOf(sent, sent.id === undefined ? undefined : byId.get(sent.id), byToken.get(sent.token) ?? []),
  )
  const tokens = new Set(written.map(({ token }) => token))
  const strange = stored.filter((one) => !one.deletedAt && !tokens.has(tokenOf(one)))
  return [...problems, ...strange.map(({ content }) => `nobody has written “${content}”`)]
}

function tokenOf({ content }: Stored): string {
  return content.split(' ')[0] ?? ''
}

function problemsOf(sent: Sent, found: Stored | undefined, copies: Stored[]): string[] {
  const { token, author } = sent
  if (sent.isDeleted === true || (sent.isDeleted === 'unsure' && found?.deletedAt)) {
    if (found?.deletedAt && found.content === '') return misplaced(sent, found)
    return [`${token} was deleted and is ${JSON.stringify(found)}`]
  }
  if (copies.length > 1) return [`${token} is there ${copies.length} times`]
  const [copy] = copies
  if (!copy) return sent.isTaken ? [`${token} of ${author.displayName} is not there`] : []
  if (!sent.contents.includes(copy.content.trim()))
    return [`${token} says “${copy.content}”, not ${sent.contents.join(' | ')}`]
  return misplaced(sent, copy)
}

function misplaced({ token, id, author, placeId, parent }: Sent, copy: Stored): string[] {
  if (copy.authorId !== author.id) return [`${token} has another author`]
  if (id !== undefined && copy.id !== id) return [`${token} was acknowledged as ${id} and is ${copy.id}`]
  if (copy.placeId !== placeId) return [`${token} is in ${copy.placeId}, not in ${placeId}`]
  return copy.parentId === (parent?.id ?? null) ? [] : [`${token} answers ${copy.parentId}, not ${parent?.id}`]
}
