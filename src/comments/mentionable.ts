import { membersByPrefix } from '../boards/index.ts'
import type { FindMentionable } from '../mentions/index.ts'
import { taskReader } from '../tasks/index.ts'

/** Who may be mentioned in a task's thread: those who see the board. */
export const mentionableInThread: FindMentionable = async (services, actor, taskId, { prefix, limit }) => {
  const { board } = await taskReader(services, actor, { taskId })
  return membersByPrefix(services.db, board.boardId, prefix, limit)
}
