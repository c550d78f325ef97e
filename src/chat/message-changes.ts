import { catchUpLimit, type CatchUp, type LiveChange } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import { drawMessage } from './drawn-messages.ts'
import { messageFacts, messagesSince, type MessageView } from './messages.queries.ts'

/** A message that was posted: drawn once, for everyone. */
export function describePosted(services: Services, message: MessageView): LiveChange {
  return {
    type: 'message:posted',
    version: message.version,
    message: messageFacts(message),
    patches: [{ op: 'append', target: `#messages-${message.roomId}`, html: drawMessage(services, message) }],
  }
}

/** A message that says something else now. */
export function describeEdited(services: Services, message: MessageView): LiveChange {
  return describeInPlace(services, 'message:edited', message)
}

/** A message whose line says that it was deleted. */
export function describeDeleted(services: Services, message: MessageView): LiveChange {
  return describeInPlace(services, 'message:deleted', message)
}

function describeInPlace(services: Services, type: string, message: MessageView): LiveChange {
  return {
    type,
    version: message.version,
    message: messageFacts(message),
    patches: [{ op: 'replace', target: `#message-${message.id}`, html: drawMessage(services, message) }],
  }
}

/** What a room's page missed since `since`. */
export async function roomChangesSince(
  services: Services,
  roomId: number,
  since: number | undefined,
): Promise<CatchUp> {
  const { version } = await services.db.chatRoom.findUniqueOrThrow({ where: { id: roomId }, select: { version: true } })
  if (since === undefined || since >= version) return { version, changes: [] }
  const missed = await messagesSince(services.db, roomId, since, catchUpLimit + 1)
  if (missed.length > catchUpLimit) return { version, changes: [], reload: true }
  const changes = missed.map((message) => describeMissed(services, message, since))
  // A message that was committed between the two looks is among them.
  return { version: Math.max(version, missed.at(-1)?.version ?? 0), changes }
}

// One that came and was changed meanwhile is told as having come, as it is now.
function describeMissed(services: Services, message: MessageView, since: number): LiveChange {
  if (message.position > since) return describePosted(services, message)
  return message.deletedAt ? describeDeleted(services, message) : describeEdited(services, message)
}
