import { followBoardPart } from '../live/board-part.ts'
import type { Live } from '../live/channels.ts'

/** Makes the page's history of a board live, if it shows one. Only the newest part grows: an older one has another id. */
export function startActivity(live: Live): void {
  followBoardPart(live, { selector: '[data-activity]', replace: replaceActivity })
}

/** The list was longer or shorter before: what is older begins elsewhere now. */
function replaceActivity(shown: HTMLElement, fresh: HTMLElement, page: Document): void {
  shown.replaceChildren(...fresh.children)
  document.querySelector('.pagination')?.remove()
  const wayOn = page.querySelector('.pagination')
  if (wayOn !== null) shown.parentElement?.append(wayOn)
}
