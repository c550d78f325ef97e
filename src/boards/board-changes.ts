import type { Actor } from '../platform/actor.ts'
import type { BoardAccess } from './boards.policy.ts'
import { findBoard } from './boards.queries.ts'
import { catchUpLimit, type CatchUp, type LiveChange } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'

/** How rows that a board shows are told: by the slice that owns them. At most `limit`, in the order of their versions. */
export type ReadBoardChanges = (
  services: Services,
  boardId: number,
  since: number,
  limit: number,
  /** Who asks: a list may hold what is theirs alone, such as the rooms that they are in. */
  actor: Actor,
) => Promise<LiveChange[]>

/** On a board that never rests the page is fetched instead. */
const triesAtOneVersion = 3

/**
 * What a board's page missed since `since`, gathered from all that a board shows. The sources are read one after the other: what they
 * say belongs together only if nothing was changed meanwhile, and is read again otherwise.
 * @throws {NotFound} when the board was deleted since the door looked
 */
export async function boardChangesSince(
  services: Services,
  sources: ReadBoardChanges[],
  { boardId, actor }: BoardAccess,
  since: number | undefined,
): Promise<CatchUp> {
  for (let tries = 0; tries < triesAtOneVersion; tries += 1) {
    const { version } = await findBoard(services.db, { boardId })
    if (since === undefined || since >= version) return { version, changes: [] }
    const found = await Promise.all(sources.map((read) => read(services, boardId, since, catchUpLimit + 1, actor)))
    const changes = found.flat().toSorted((one, other) => one.version - other.version)
    if (changes.length > catchUpLimit) return { version, changes: [], reload: true }
    if ((await findBoard(services.db, { boardId })).version === version) return { version, changes }
  }
  return { version: since ?? 0, changes: [], reload: true }
}
