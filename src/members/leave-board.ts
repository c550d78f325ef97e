import { nextBoardVersion, recordActivity, type BoardAccess } from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import { Forbidden, NotFound } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { roleOf } from './board-roles.ts'
import { takeOff } from './take-off.ts'

/**
 * Somebody leaves a board of their own accord.
 * @throws {Forbidden} for the owner: a board always has one
 */
export async function leaveBoard(services: Services, draft: Draft, access: BoardAccess): Promise<void> {
  const { boardId, actor } = access
  const version = await nextBoardVersion(draft.tx, boardId)
  const role = await roleOf(draft.tx, boardId, actor.id)
  if (role === null) throw new NotFound()
  if (role === 'owner')
    throw new Forbidden('You own this board, so you can’t leave it yet. Hand it over first, in the board’s settings.')
  const reason = (boardName: string): string => `You left “${boardName}”.`
  await takeOff(services, draft, { boardId, userId: actor.id, version }, reason)
  await recordActivity(services, draft, access, version, { type: 'member:left', person: actor.displayName })
}
