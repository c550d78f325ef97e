import { mentionedNames, mentionedPeople } from '../mentions/index.ts'
import { notificationsChanged, notifyMentioned } from '../notifications/index.ts'
import type { Draft } from '../platform/change.ts'
import type { Tx } from '../platform/db/index.ts'
import { Conflict } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import type { MessageEdit } from './chat-fields.ts'
import { lockMessage } from './lock-message.ts'
import { mentionableByName } from './mentionable.queries.ts'
import { describeEdited } from './message-changes.ts'
import { requireEditingMessage, type MessageEditing } from './messages.policy.ts'
import type { MessageView } from './messages.queries.ts'
import { nextRoomVersion } from './room-version.ts'
import { tellLastChanged } from './tell-unread.ts'

/**
 * Changes what a message says, and whom it mentions. Who is mentioned for the first time is told; nobody is told twice.
 * @throws {Conflict} when it was deleted, or changed since the version that the edit began from
 * @throws {NotFound} or {Forbidden} when the author lost the room, or the right to write, since the door looked
 */
export async function editMessage(
  services: Services,
  draft: Draft,
  editing: MessageEditing,
  edit: MessageEdit,
): Promise<MessageView> {
  const { tx } = draft
  const { message: before, access } = await lockMessage(tx, editing)
  const { messageId, room } = requireEditingMessage(access)
  if (before.content === edit.content) return before
  if (edit.version !== undefined && edit.version !== before.version) throw changedMeanwhile()
  const after = await rewrite(tx, before, edit.content)
  draft.announce(`room:${room.roomId}`, () => describeEdited(services, after))
  draft.enqueue(notificationsChanged, { about: { messageId } })
  if (callsSomebodyNew(before, after)) draft.enqueue(notifyMentioned, { messageId })
  draft.afterCommit(() => tellLastChanged(services, room, after))
  return after
}

function changedMeanwhile(): Conflict {
  return new Conflict('The message was changed meanwhile.', {
    content: 'Was changed elsewhere since you began. Yours was not saved yet; look at what it says now.',
  })
}

async function rewrite(tx: Tx, before: MessageView, content: string): Promise<MessageView> {
  const { usernameKeys, mentionsRoom } = mentionedNames(content)
  const { roomId } = before
  const names = usernameKeys.map((usernameKey) => ({ roomId, usernameKey }))
  const mentions = mentionedPeople(content, (await mentionableByName(tx, names)).get(roomId) ?? [])
  const version = await nextRoomVersion(tx, roomId)
  const changed = { content, mentionsRoom, version, editedAt: new Date() }
  await tx.chatMessage.update({ where: { id: before.id }, data: changed })
  await tx.messageMention.deleteMany({ where: { messageId: before.id } })
  await tx.messageMention.createMany({ data: mentions.map(({ id }) => ({ messageId: before.id, userId: id })) })
  return { ...before, ...changed, mentions }
}

function callsSomebodyNew(before: MessageView, after: MessageView): boolean {
  const known = new Set([after.author.id, ...before.mentions.map(({ id }) => id)])
  return after.mentions.some(({ id }) => !known.has(id)) || (after.mentionsRoom && !before.mentionsRoom)
}
