import type { Tx } from '../platform/db/index.ts'
import type { ChannelName } from '../platform/live/channel.ts'

/** All channels that members of a board may follow: its own, its rooms' and its tasks'. */
export async function boardChannels(tx: Tx, boardId: number): Promise<ChannelName[]> {
  const rooms = await tx.chatRoom.findMany({ where: { boardId }, select: { id: true }, orderBy: { id: 'asc' } })
  const tasks = await tx.task.findMany({ where: { boardId, deletedAt: null }, select: { id: true } })
  return [
    `board:${boardId}`,
    ...rooms.map(({ id }): ChannelName => `room:${id}`),
    ...tasks.map(({ id }): ChannelName => `task:${id}`),
  ]
}
