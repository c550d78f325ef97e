import { followBoardPart } from '../live/board-part.ts'
import type { Live } from '../live/channels.ts'

/** Makes a board's settings follow its name, and end when the board does. What is being typed is left alone. */
export function startBoardSettings(live: Live): void {
  followBoardPart(live, {
    selector: '[data-board-settings]',
    address: (boardId) => `/boards/${boardId}/settings/`,
    replace: replaceName,
  })
}

function replaceName({ dataset }: HTMLElement, fresh: HTMLElement): void {
  const name = `[data-board-name="${dataset.boardId}"]`
  const words = fresh.ownerDocument.querySelector(name)?.textContent ?? ''
  for (const place of document.querySelectorAll(name)) place.textContent = words
}
