import type { Draft } from '../platform/change.ts'
import { catchUpLimit, type CatchUp, type LiveChange, type Patch } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import type { Person } from '../platform/actor.ts'
import { personFields } from '../users/index.ts'
import { facesOf, findMember, type Faces, type MemberView } from './members.queries.ts'

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

/** A member's row as it was just written. */
interface MemberStamp {
  boardId: number
  userId: number
  version: number
}

/** Tells a board that someone came, left, or has another role. */
export async function announceMember(
  services: Services,
  draft: Draft,
  { boardId, userId, version }: MemberStamp,
): Promise<void> {
  const faces = await facesOf(draft.tx, boardId)
  const member = await findMember(draft.tx, boardId, userId)
  const user =
    member?.person ?? (await draft.tx.user.findUniqueOrThrow({ where: { id: userId }, select: personFields }))
  draft.announce(`board:${boardId}`, () => describeMember(services, boardId, version, user, member, faces))
}

/** Members who came, left or changed since a version. */
export const readMemberChanges: ReadBoardChanges = async (services, boardId, since, limit) => {
  const rows = await services.db.boardMember.findMany({
    where: { boardId, version: { gt: since } },
    orderBy: { version: 'asc' },
    take: limit,
    select: { version: true, role: true, joinedAt: true, leftAt: true, user: { select: personFields } },
  })
  if (rows.length === 0) return []
  const faces = await facesOf(services.db, boardId)
  return rows.map(({ version, role, joinedAt, leftAt, user }) => {
    const member = leftAt ? null : { person: user, role, joinedAt }
    const change = describeMember(services, boardId, version, user, member, faces)
    // Who left and came back meanwhile does not stand where the page has them.
    return { ...change, patches: [removal(boardId, user), ...change.patches] }
  })
}

function describeMember(
  services: Services,
  boardId: number,
  version: number,
  user: Person,
  member: MemberView | null,
  faces: Faces,
): LiveChange {
  const patches = [facesPatch(services, boardId, faces), rowPatch(services, boardId, user, member)]
  return { type: member ? 'member:joined' : 'member:left', version, user, patches }
}

function facesPatch({ views }: Services, boardId: number, faces: Faces): Patch {
  return {
    op: 'replace',
    target: `#board-${boardId}-faces`,
    html: views.render('boards/_faces', { board: { id: boardId }, ...faces }),
  }
}

function rowPatch({ views }: Services, boardId: number, user: Person, member: MemberView | null): Patch {
  if (!member) return removal(boardId, user)
  const html = views.render('boards/_member', { board: { id: boardId }, member })
  return { op: 'append', target: `#board-${boardId}-members`, html }
}

function removal(boardId: number, user: Person): Patch {
  return { op: 'remove', target: `#board-${boardId}-member-${user.id}` }
}
