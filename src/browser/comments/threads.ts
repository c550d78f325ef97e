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
  const thread = new Thread(element, { live, viewer, lost: (reason) => leaveFor('/', reason) })
  return [thread.place]
}
