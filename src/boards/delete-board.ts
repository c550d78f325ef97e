import type { Draft } from '../platform/change.ts'
import { sqlDeletionLock } from '../platform/db/index.ts'
import { Forbidden } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { boardChannels } from './board-channels.ts'
import { nextBoardVersion } from './board-version.ts'
import type { BoardOwning } from './boards.policy.ts'
import { present } from './members.queries.ts'
import { tellSidebarsOf } from './tell-sidebars.ts'

/** How long the deletion of a board may take: all that was done and said there in years goes with it. */
export const longestDeletionMs = 60_000

/** Deletes a board with all that is on it. Whoever has it or one of its rooms open is put out at once. */
export async function deleteBoard(services: Services, draft: Draft, { boardId, actor }: BoardOwning): Promise<void> {
  const { tx } = draft
  // Whatever else is being changed on the board, or told of it, is done before, or finds it gone.
  await tx.$queryRaw`SELECT "id" FROM "Board" WHERE "id" = ${boardId} ${sqlDeletionLock(tx)}`
  await nextBoardVersion(tx, boardId)
  const members = await tx.boardMember.findMany({
    where: { boardId, ...present },
    select: { userId: true, role: true },
  })
  // The door looked before the board was locked: it may have been handed over meanwhile.
  if (!actor.administers && !members.some(({ userId, role }) => userId === actor.id && role === 'owner'))
    throw new Forbidden('Only the owner of this board may do that.')
  const channels = await boardChannels(tx, boardId)
  // Before what they tell of: else each would be written once more, without its message.
  await tx.notification.deleteMany({ where: { boardId } })
  // Tasks first: a column does not go while a task is in it.
  await tx.task.deleteMany({ where: { boardId } })
  const { name } = await tx.board.delete({ where: { id: boardId }, select: { name: true } })
  const memberIds = members.map(({ userId }) => userId)
  tellSidebarsOf(services, draft, memberIds)
  draft.afterCommit(() => {
    for (const userId of memberIds) services.accessChanges.lost(userId, channels, `“${name}” was deleted.`)
  })
}
