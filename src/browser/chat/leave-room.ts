import { leaveFor } from '../shared/leave.ts'

/** The viewer may not read this room any more. A board's page can go on with another room. */
export function leaveRoom(talk: HTMLElement, reason: string): void {
  const room = talk.dataset.roomName ?? ''
  const boardId = document.querySelector<HTMLElement>('[data-board]')?.dataset.boardId
  const destination = boardId === undefined ? '/' : `/boards/${boardId}/`
  leaveFor(destination, `${room}: ${reason}`)
}
