import * as z from 'zod'
import type { Actor, Person } from '../platform/actor.ts'
import { signedIn } from '../platform/door.ts'
import { json } from '../platform/http/reply.ts'
import { route, type AnyRoute } from '../platform/http/route.ts'
import { integerId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'

const suggestionsAtMost = 10

/**
 * Finds people who may be mentioned in a place and whose name begins with `prefix`, at most `limit`.
 * @throws {NotFound} when the actor does not see the place
 */
export type FindMentionable = (
  services: Services,
  actor: Actor,
  id: number,
  { prefix, limit }: { prefix: string; limit: number },
) => Promise<Person[]>

/** Places where people may be mentioned, each looked through by the slice that owns it. */
export interface MentionPlaces {
  room: FindMentionable
  task: FindMentionable
}

const oneOfThem = 'name either a room or a task'

/** Who may be mentioned in a room, or in a task's thread: those who see it. */
export function mentionRoutes(places: MentionPlaces): AnyRoute[] {
  const suggest = route({
    method: 'get',
    path: '/api/v1/mentions',
    input: z
      .object({ roomId: integerId.optional(), taskId: integerId.optional(), q: z.string().max(64).default('') })
      .refine(({ roomId, taskId }) => (roomId === undefined) !== (taskId === undefined), {
        path: ['roomId'],
        error: oneOfThem,
      }),
    door: signedIn,
    handle: async ({ services, access: actor, input: { roomId, taskId, q } }) => {
      const find = roomId === undefined ? places.task : places.room
      const items = await find(services, actor, roomId ?? taskId ?? 0, { prefix: q, limit: suggestionsAtMost })
      return json({ items, nextCursor: null })
    },
  })
  return [suggest]
}
