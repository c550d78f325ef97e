import { leaveFor } from '../shared/leave.ts'
import { oneAtATime } from '../shared/one-at-a-time.ts'
import { localizeTimes } from '../shared/times.ts'
import type { Live } from './channels.ts'
import type { Change } from './protocol.ts'
import { fetchPage } from './refetch.ts'

/** A part of a page that shows something of a board; it carries `data-board-id` and `data-version`. */
export type BoardPart = {
  selector: string
  /** Where it is fetched anew; the page's own address unless a form that was refused may stand at another. */
  address?: (boardId: number) => string
  /** Whether a change needs the part to be fetched anew; without it patches do all there is to do. */
  isAbout?: (change: Change) => boolean
  /** Puts what was fetched in the place of what is shown. */
  replace?: (shown: HTMLElement, fresh: HTMLElement, page: Document) => void
}

/** Keeps a part of the page as it is on the server, if the page shows it. */
export function followBoardPart(
  live: Live,
  { selector, address, isAbout, replace = replaceChildren }: BoardPart,
): void {
  const part = document.querySelector<HTMLElement>(selector)
  if (part === null) return
  const boardId = Number(part.dataset.boardId)
  const refetch = async (): Promise<number> => {
    const page = await fetchPage(address?.(boardId) ?? location.href)
    const fresh = page.querySelector<HTMLElement>(selector)
    if (fresh === null) throw new Error(`The page does not show ${selector}`)
    localizeTimes(fresh)
    const version = Number(fresh.dataset.version)
    replace(part, fresh, page)
    return version
  }
  const refreshing = oneAtATime(refetch)
  live.follow({
    name: `board:${boardId}`,
    version: Number(part.dataset.version),
    join: { event: 'board:join', payload: { boardId } },
    refetch,
    changed: (changes) => {
      if (isAbout !== undefined && changes.some(isAbout)) refreshing.ask()
    },
    lost: (reason) => leaveFor('/', reason),
  })
}

function replaceChildren(shown: HTMLElement, fresh: HTMLElement): void {
  shown.replaceChildren(...fresh.children)
}
