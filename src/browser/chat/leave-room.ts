import { leaveFor } from '../shared/leave.ts'

/** The viewer may not read this room any more. A board's page can go on with another room. */
export function leaveRoom(talk: HTMLElement, reason: string): void {
  const room = document.querySelector(`[data-room-name="${talk.dataset.roomId}"]`)?.textContent ?? ''
  const boardId = document.querySelector<HTMLElement>('[data-board]')?.dataset.boardId
  const destination = boardId === undefined ? '/' : `/boards/${boardId}/`
  leaveFor(destination, `${room}: ${reason}`)
}
