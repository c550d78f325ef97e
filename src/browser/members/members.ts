import { followBoardPart } from '../live/board-part.ts'
import type { Live } from '../live/channels.ts'

/** Makes the page's list of a board's members live, if it shows one. */
export function startMembers(live: Live): void {
  followBoardPart(live, { selector: '[data-members]', address: (boardId) => `/boards/${boardId}/members/` })
}
