import type { Person } from '../platform/actor.ts'
import type { Draft } from '../platform/change.ts'
import type { Tx } from '../platform/db/index.ts'
import { boardChannels, leaveRooms } from '../boards/index.ts'
import { notificationsChanged } from '../notifications/index.ts'
import type { Services } from '../platform/services.ts'
import { revokeInvitationsOf } from './invitations.ts'
import { announceMember } from './member-changes.ts'

/** Who goes, and the version that the going takes. */
interface Going {
  boardId: number
  userId: number
  version: number
}

/**
 * Takes a person off a board: off its tasks too, with the links by which they invited others, and out of what they have open.
 * @param reason what the person's open pages say, by the board's name
 * @returns who has gone
 */
export async function takeOff(
  services: Services,
  draft: Draft,
  going: Going,
  reason: (boardName: string) => string,
): Promise<Person> {
  const { tx } = draft
  const { boardId, userId, version } = going
  await tx.boardMember.update({
    where: { boardId_userId: { boardId, userId } },
    data: { leftAt: new Date(), version },
  })
  await leaveRooms(draft, going)
  await takeOffTasks(tx, going)
  await revokeInvitationsOf(tx, boardId, userId)
  const { name } = await tx.board.findUniqueOrThrow({ where: { id: boardId }, select: { name: true } })
  const channels = await boardChannels(tx, boardId)
  draft.afterCommit(() => services.accessChanges.lost(userId, channels, reason(name)))
  draft.enqueue(notificationsChanged, { about: { boardId, recipientId: userId } })
  return announceMember(services, draft, going)
}

// The tasks take the same version: a page that was away is told of them as they are now.
async function takeOffTasks(tx: Tx, { boardId, userId, version }: Going): Promise<void> {
  await tx.task.updateMany({ where: { boardId, assignees: { some: { userId } } }, data: { version } })
  await tx.taskAssignee.deleteMany({ where: { userId, task: { boardId } } })
}
