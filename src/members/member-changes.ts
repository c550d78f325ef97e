import {
  facesOf,
  findMember,
  tellSidebarsOf,
  type Faces,
  type MemberView,
  type ReadBoardChanges,
} from '../boards/index.ts'
import type { Person } from '../platform/actor.ts'
import type { Draft } from '../platform/change.ts'
import type { LiveChange, Patch } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import { personFields } from '../users/index.ts'

/** A member's row as it was just written. */
interface MemberStamp {
  boardId: number
  userId: number
  version: number
}

/**
 * Tells a board that someone came, left, or has another role, and their own pages.
 * @returns whom it is about
 */
export async function announceMember(
  services: Services,
  draft: Draft,
  { boardId, userId, version }: MemberStamp,
): Promise<Person> {
  const faces = await facesOf(draft.tx, boardId)
  const member = await findMember(draft.tx, boardId, userId)
  const user =
    member?.person ?? (await draft.tx.user.findUniqueOrThrow({ where: { id: userId }, select: personFields }))
  draft.announce(`board:${boardId}`, () => describeMember(services, boardId, version, user, member, faces))
  tellSidebarsOf(services, draft, [userId])
  return user
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
    return { ...change, patches: [rowRemoval(boardId, user), ...change.patches] }
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
  const shared = { version, user }
  if (!member) {
    const patches = [facesPatch(services, boardId, faces), rowRemoval(boardId, user), assigneeRemoval(boardId, user)]
    return { type: 'member:left', ...shared, patches }
  }
  const patches = [facesPatch(services, boardId, faces), rowPatch(services, boardId, member)]
  return { type: 'member:joined', ...shared, patches }
}

function facesPatch({ views }: Services, boardId: number, faces: Faces): Patch {
  return {
    op: 'replace',
    target: `#board-${boardId}-faces`,
    html: views.render('boards/_faces', { board: { id: boardId }, ...faces }),
  }
}

function rowPatch({ views }: Services, boardId: number, member: MemberView): Patch {
  const html = views.render('members/_member', { board: { id: boardId }, member })
  return { op: 'append', target: `#board-${boardId}-members`, html }
}

function rowRemoval(boardId: number, user: Person): Patch {
  return { op: 'remove', target: `#board-${boardId}-member-${user.id}` }
}

// Their tasks carry the version of their leaving: who was away is told of each task, which may have others by now.
function assigneeRemoval(boardId: number, user: Person): Patch {
  return { op: 'remove', target: `#board-${boardId}-columns [data-assignee-id="${user.id}"]` }
}
