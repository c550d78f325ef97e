import { followBoardPart } from '../live/board-part.ts'
import type { Live } from '../live/channels.ts'
import type { Change } from '../live/protocol.ts'
import { showUnreadInTitle } from '../notifications/title.ts'

const NAME = '[data-task-name]'

/** On a thread's own page, keeps its task called as it is called now, in the way to it as well. */
export function startTaskName(live: Live): void {
  followBoardPart(live, { selector: NAME, isAbout: isRenamed, replace: rename })
}

function isRenamed({ task }: Change): boolean {
  const shown = document.querySelector<HTMLElement>(NAME)
  const isThis = task?.id === Number(shown?.dataset.taskName)
  return isThis && task?.title !== undefined && task.title !== shown?.dataset.title
}

function rename(shown: HTMLElement, fresh: HTMLElement, page: Document): void {
  shown.dataset.title = fresh.dataset.title ?? ''
  shown.replaceChildren(...fresh.childNodes)
  const crumbs = (root: Document): Element | null => root.querySelector('.breadcrumbs')
  const way = crumbs(page)
  if (way !== null) crumbs(document)?.replaceWith(way)
  document.title = page.title
  showUnreadInTitle()
}
