import * as z from 'zod'
import { signedIn } from '../platform/door.ts'
import { versionNumber } from '../platform/ids.ts'
import { socketEvent, type AnySocketEvent } from '../platform/live/socket-event.ts'
import { inboxChangesSince, type ReadInboxChanges } from './inbox-changes.ts'

/** @param sources what else somebody is told on their own channel, each read by the slice that owns it */
export function notificationSocketEvents(sources: ReadInboxChanges[]): AnySocketEvent[] {
  const join = socketEvent({
    name: 'inbox:join',
    input: z.object({ since: versionNumber.optional() }),
    door: signedIn,
    handle: ({ services, socket, access: actor, input }) =>
      socket.follow(`user:${actor.id}`, () => inboxChangesSince(services, sources, actor.id, input.since)),
  })
  return [join]
}
