import type { Actor } from '../platform/actor.ts'
import type { BoardRole, Db, Tx } from '../platform/db/index.ts'
import type { Door } from '../platform/door.ts'
import { Forbidden, NotFound, Unauthorized } from '../platform/errors.ts'

declare const passed: unique symbol

/** Proof that someone may see a board, and as what. Made by the doors below and nowhere else. */
export interface BoardAccess {
  readonly [passed]: true
  readonly boardId: number
  readonly actor: Actor
  readonly role: BoardRole
}

/** Proof of the right to change tasks, rooms and messages. */
export interface BoardEditing extends BoardAccess {
  readonly canEdit: true
}

/** Proof of the right to say who is on the board. */
export interface BoardManaging extends BoardEditing {
  readonly canManage: true
}

/** Proof of owning a board. */
export interface BoardOwning extends BoardManaging {
  readonly isOwner: true
}

export interface BoardKey {
  boardId: number
}

/** Members of the board. */
export const boardReader: Door<BoardKey, BoardAccess> = async (services, actor, { boardId }) =>
  findBoardAccess(services.db, actor, boardId)

/** Members who are more than viewers. */
export const boardEditor: Door<BoardKey, BoardEditing> = async (services, actor, { boardId }) =>
  requireEditing(await findBoardAccess(services.db, actor, boardId))

/** The owner and the admins. */
export const boardManager: Door<BoardKey, BoardManaging> = async (services, actor, { boardId }) =>
  requireManaging(await findBoardAccess(services.db, actor, boardId))

/** The owner alone. */
export const boardOwner: Door<BoardKey, BoardOwning> = async (services, actor, { boardId }) => {
  const access = await findBoardAccess(services.db, actor, boardId)
  if (access.role !== 'owner') throw new Forbidden('Only the owner of this board may do that.')
  return access as BoardOwning
}

/**
 * How `actor` stands to a board, for the doors of what hangs on it (rooms, tasks).
 * @throws {NotFound} for outsiders
 */
export async function findBoardAccess(db: Db | Tx, actor: Actor | null, boardId: number): Promise<BoardAccess> {
  if (!actor) throw new Unauthorized()
  if (actor.administers) return findForAdministrator(db, actor, boardId)
  const member = await db.boardMember.findUnique({
    where: { boardId_userId: { boardId, userId: actor.id } },
    select: { role: true, leftAt: true },
  })
  return grantBoardAccess(actor, boardId, member && !member.leftAt ? member.role : null)
}

// An owner's rights, on the board or not: but only where there is a board.
async function findForAdministrator(db: Db | Tx, actor: Actor, boardId: number): Promise<BoardAccess> {
  if (!(await db.board.findUnique({ where: { id: boardId }, select: { id: true } }))) throw new NotFound()
  return grantBoardAccess(actor, boardId, null)
}

/**
 * The access that a role on a board gives, for doors that read the role together with something else.
 * @param role null when the actor is not on the board; who acts on the admin site has an owner's rights all the same
 * @throws {NotFound} for outsiders
 */
export function grantBoardAccess(actor: Actor, boardId: number, role: BoardRole | null): BoardAccess {
  const granted = actor.administers ? 'owner' : role
  if (!granted) throw new NotFound()
  return { boardId, actor, role: granted } as BoardAccess
}

/** @throws {Forbidden} for viewers */
export function requireEditing(access: BoardAccess): BoardEditing {
  if (!canEdit(access.role)) throw mayOnlyLook()
  return access as BoardEditing
}

/** What is said to a viewer who would change something. */
export function mayOnlyLook(): Forbidden {
  return new Forbidden('You may look at this board, but not change it.')
}

/** @throws {Forbidden} for those who are neither owner nor admin */
export function requireManaging(access: BoardAccess): BoardManaging {
  if (!canManage(access.role)) throw new Forbidden('Only the owner and admins of this board may do that.')
  return access as BoardManaging
}

export function canEdit(role: BoardRole): boolean {
  return role !== 'viewer'
}

export function canManage(role: BoardRole): boolean {
  return role === 'owner' || role === 'admin'
}
