import * as z from 'zod'
import { strictIntegerId, versionNumber } from '../platform/ids.ts'
import { job } from '../platform/jobs/job.ts'
import { notifyAll } from './notify.ts'
import { whoListen } from './who-is-told.ts'

/**
 * Tells those who were given a task by somebody else. `version` is the board's at the deed: whoever is given the task again later is
 * told again. Who has been taken off it before the job is done, or sees it no more, is not told.
 */
export const notifyAssigned = job({
  name: 'notify-assigned',
  input: z.object({
    taskId: strictIntegerId,
    userIds: z.array(strictIntegerId),
    senderId: strictIntegerId,
    version: versionNumber,
  }),
  handle: async (services, draft, { taskId, userIds, senderId, version }) => {
    const others = userIds.filter((userId) => userId !== senderId)
    const task = await draft.tx.task.findFirst({
      where: { id: taskId, deletedAt: null },
      select: { boardId: true, assignees: { where: { userId: { in: others } }, select: { userId: true } } },
    })
    if (!task) return
    const { boardId } = task
    const assigned = task.assignees.map(({ userId }) => userId)
    const about = { type: 'assignment', boardId, taskId, senderId } as const
    const sourceKey = `assignment:task:${taskId}:${version}`
    const recipientIds = await whoListen(draft.tx, { boardId }, assigned)
    await notifyAll(
      services,
      draft,
      recipientIds.map((recipientId) => ({ ...about, recipientId, sourceKey })),
    )
  },
})
