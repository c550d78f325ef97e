import { membersByPrefix } from '../boards/index.ts'
import type { FindMentionable } from '../mentions/index.ts'
import { roomReader } from './chat.policy.ts'

/** Who may be mentioned in a room: those who see it. */
export const mentionableInRoom: FindMentionable = async (services, actor, roomId, { prefix, limit }) => {
  const { board } = await roomReader(services, actor, { roomId })
  return membersByPrefix(services.db, board.boardId, prefix, limit)
}
