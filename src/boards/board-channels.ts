import type { Tx } from '../platform/db/index.ts'
import type { ChannelName } from '../platform/live/channel.ts'

/** All channels that members of a board may follow: its own and its rooms'. */
export async function boardChannels(tx: Tx, boardId: number): Promise<ChannelName[]> {
  const rooms = await tx.chatRoom.findMany({ where: { boardId }, select: { id: true }, orderBy: { id: 'asc' } })
  return [`board:${boardId}`, ...rooms.map(({ id }): ChannelName => `room:${id}`)]
}
