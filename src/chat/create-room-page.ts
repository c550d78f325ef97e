import { boardCrumb, findBoard, membersOf, type BoardEditing } from '../boards/index.ts'
import { page, type Reply } from '../platform/http/reply.ts'
import type { Services } from '../platform/services.ts'

/** A form that was not taken: what was typed, who was chosen, and what is wrong. */
export interface RefusedRoom {
  typed: Record<string, string>
  chosen: string[]
  errors: Record<string, string>
}

const nothingTyped: RefusedRoom = { typed: {}, chosen: [], errors: {} }

/** Draws the form for a new room. */
export async function drawCreateRoom(
  { db }: Services,
  access: BoardEditing,
  { typed, chosen, errors }: RefusedRoom = nothingTyped,
): Promise<Reply> {
  const [board, members] = await Promise.all([findBoard(db, access), membersOf(db, access)])
  return page('chat/create-room', {
    title: 'New room',
    pageKind: 'rooms',
    breadcrumbs: [boardCrumb(board), { name: 'New room' }],
    currentBoardId: board.id,
    locals: {
      board,
      others: members.filter(({ person }) => person.id !== access.actor.id),
      isPrivate: typed['isPrivate'] === 'true',
      chosen,
      values: typed,
      errors,
    },
  })
}
