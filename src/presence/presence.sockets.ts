import * as z from 'zod'
import { boardReader } from '../boards/index.ts'
import { strictIntegerId } from '../platform/ids.ts'
import type { Limit } from '../platform/limits.ts'
import { socketEvent } from '../platform/live/socket-event.ts'
import { peopleHere } from './presence.queries.ts'
import { setStatus } from './presence.ts'

/** A page says it once per change; somebody with many tabs open says it once for each. */
const settings: Limit = { name: 'presence', points: 60, seconds: 60 }

const set = socketEvent({
  name: 'presence:set',
  input: z.object({ status: z.enum(['active', 'away']) }),
  door: () => null,
  handle: async ({ services, actor, socket, input }) => {
    await services.limits.consume(settings, String(actor.id))
    setStatus(services, actor.id, socket.id, input.status)
  },
})

const list = socketEvent({
  name: 'presence:list',
  input: z.object({ boardId: strictIntegerId }),
  door: boardReader,
  handle: async ({ services, access }) => ({ people: await peopleHere(services, access) }),
})

export const socketEvents = [set, list]
