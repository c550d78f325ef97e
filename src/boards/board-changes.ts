import type { Draft } from '../platform/change.ts'
import type { Db, Tx } from '../platform/db/index.ts'
import { catchUpLimit, type CatchUp, type LiveChange, type Patch } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import { personFields } from '../users/index.ts'
import { facesOf, type Faces } from './boards.queries.ts'

/** How a row that a board shows is told: by the slice that owns it. */
export interface BoardChangeSource {
  /** Changes of rows stamped after `since`, at most `limit` of them, in the order of their versions. */
  changesSince(services: Services, boardId: number, since: number, limit: number): Promise<LiveChange[]>
}

/** Tells a board that its members changed. */
export async function announceMembers(
  services: Services,
  draft: Draft,
  boardId: number,
  type: 'member:joined' | 'member:left',
  userId: number,
  version: number,
): Promise<void> {
  const faces = await facesOf(draft.tx, boardId)
  const user = await draft.tx.user.findUniqueOrThrow({ where: { id: userId }, select: personFields })
  draft.announce(`board:${boardId}`, () => ({ type, version, user, patches: facesPatches(services, boardId, faces) }))
}

/** Changes of a board's members since a version: one for each member, with the same faces as now. */
export const memberChanges: BoardChangeSource = {
  async changesSince(services, boardId, since, limit) {
    const members = await services.db.boardMember.findMany({
      where: { boardId, version: { gt: since } },
      orderBy: { version: 'asc' },
      take: limit,
      select: { version: true, leftAt: true, user: { select: personFields } },
    })
    if (members.length === 0) return []
    const patches = facesPatches(services, boardId, await facesOf(services.db, boardId))
    return members.map(({ version, leftAt, user }) => ({ type: leftAt ? 'member:left' : 'member:joined', version, user, patches }))
  },
}

/** What a board's page missed since `since`, gathered from all that a board shows. */
export async function boardChangesSince(
  services: Services,
  sources: BoardChangeSource[],
  boardId: number,
  since: number | undefined,
): Promise<CatchUp> {
  const version = await boardVersion(services.db, boardId)
  if (since === undefined || since >= version) return { version, changes: [] }
  const found = await Promise.all(sources.map((source) => source.changesSince(services, boardId, since, catchUpLimit + 1)))
  const changes = found.flat().toSorted((one, other) => one.version - other.version)
  if (changes.length > catchUpLimit) return { version, changes: [], reload: true }
  return { version: Math.max(version, changes.at(-1)?.version ?? 0), changes }
}

async function boardVersion(db: Db | Tx, boardId: number): Promise<number> {
  const board = await db.board.findUniqueOrThrow({ where: { id: boardId }, select: { version: true } })
  return board.version
}

function facesPatches(services: Services, boardId: number, faces: Faces): Patch[] {
  return [{ op: 'replace', target: `#board-${boardId}-faces`, html: services.views.render('boards/_faces', { boardId, ...faces }) }]
}
