import { membersByPrefix, peopleByPrefix } from '../boards/index.ts'
import type { FindMentionable } from '../mentions/index.ts'
import { roomReader } from './chat.policy.ts'

/** Who may be mentioned in a room: those who see it. */
export const mentionableInRoom: FindMentionable = async (services, actor, roomId, { prefix, limit }) => {
  const { board, room } = await roomReader(services, actor, { roomId })
  if (!room.isPrivate) return membersByPrefix(services.db, board.boardId, prefix, limit)
  return peopleByPrefix(services.db, { roomMemberships: { some: { roomId, leftAt: null } } }, prefix, limit)
}
