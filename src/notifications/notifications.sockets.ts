import * as z from 'zod'
import { signedIn } from '../platform/door.ts'
import { versionNumber } from '../platform/ids.ts'
import { socketEvent } from '../platform/live/socket-event.ts'
import { inboxChangesSince } from './inbox-changes.ts'

const join = socketEvent({
  name: 'inbox:join',
  input: z.object({ since: versionNumber.optional() }),
  door: signedIn,
  handle: ({ services, socket, access: actor, input }) =>
    socket.follow(`user:${actor.id}`, () => inboxChangesSince(services, actor.id, input.since)),
})

export const socketEvents = [join]
