import type { Place } from '../conversation/place.ts'
import type { Live } from '../live/channels.ts'
import { leaveFor } from '../shared/leave.ts'
import type { Viewer } from '../shared/viewer.ts'
import { Thread } from './thread.ts'

/**
 * Makes the thread of a task's page, or the thread's own page, live; the one in the task's panel is the panel's (panel-thread.ts).
 * Answers which threads the page shows.
 */
export function startThread(live: Live, viewer: Viewer): Place[] {
  const element = document.querySelector<HTMLElement>('[data-thread]')
  if (element === null || element.closest('[data-panel-thread]') !== null) return []
  const thread = new Thread(element, { live, viewer, lost: leaveThread })
  return [thread.place]
}

/** Beside its task the task's sheet, which learns of the same, leads on: to the board, if that is still there for the viewer. */
function leaveThread(reason: string): void {
  if (document.querySelector('[data-task-sheet]') === null) leaveFor('/', reason)
}
