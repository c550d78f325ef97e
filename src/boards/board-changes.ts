import { catchUpLimit, type CatchUp, type LiveChange } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'

/** How rows that a board shows are told: by the slice that owns them. At most `limit`, in the order of their versions. */
export type ReadBoardChanges = (
  services: Services,
  boardId: number,
  since: number,
  limit: number,
) => Promise<LiveChange[]>

/**
 * What a board's page missed since `since`, gathered from all that a board shows. The sources are read one after the other, so
 * what changes meanwhile may be in one and be missing from another: it is left to be told live, by the channel that was joined
 * before.
 */
export async function boardChangesSince(
  services: Services,
  sources: ReadBoardChanges[],
  boardId: number,
  since: number | undefined,
): Promise<CatchUp> {
  const board = await services.db.board.findUniqueOrThrow({ where: { id: boardId }, select: { version: true } })
  if (since === undefined || since >= board.version) return { version: board.version, changes: [] }
  const found = await Promise.all(sources.map((read) => read(services, boardId, since, catchUpLimit + 1)))
  const changes = found
    .flat()
    .filter(({ version }) => version <= board.version)
    .toSorted((one, other) => one.version - other.version)
  if (changes.length > catchUpLimit) return { version: board.version, changes: [], reload: true }
  return { version: board.version, changes }
}
