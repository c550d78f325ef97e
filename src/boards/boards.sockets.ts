import * as z from 'zod'
import { strictIntegerId, versionNumber } from '../platform/ids.ts'
import { socketEvent, type AnySocketEvent } from '../platform/live/socket-event.ts'
import { boardChangesSince, type ReadBoardChanges } from './board-changes.ts'
import { boardReader } from './boards.policy.ts'

/** @param sources all that a board shows, each read by the slice that owns it */
export function boardSocketEvents(sources: ReadBoardChanges[]): AnySocketEvent[] {
  const join = socketEvent({
    name: 'board:join',
    input: z.object({ boardId: strictIntegerId, since: versionNumber.optional() }),
    door: boardReader,
    handle: ({ services, socket, access, input: { boardId, since } }) =>
      socket.follow(`board:${boardId}`, () => boardChangesSince(services, sources, access, since)),
  })
  const leave = socketEvent({
    name: 'board:leave',
    input: z.object({ boardId: strictIntegerId }),
    door: () => null,
    handle: ({ socket, input }) => socket.unfollow(`board:${input.boardId}`),
  })
  return [join, leave]
}
