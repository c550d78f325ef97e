import { isAwaitingAnswer } from './forms.ts'
import { keepForTab, recallForTab, forgetForTab } from './storage.ts'
import { showToast } from './toasts.ts'

const NOTICE = 'taskflow:notice'
let goesHome = false

/**
 * Leaves this page, and says why on the next one. Going home (`/`) wins over any other destination, and the answer to a
 * form that was sent wins over both: who deletes a room is led on by that, as everyone else by this.
 */
export function leaveFor(destination: string, notice: string): void {
  if (goesHome || isAwaitingAnswer()) return
  goesHome = destination === '/'
  keepForTab(NOTICE, notice)
  location.assign(destination)
}

/** Says what the page before this one wanted said. */
export function showCarriedNotice(): void {
  const words = recallForTab(NOTICE)
  if (words === null) return
  forgetForTab(NOTICE)
  showToast({ words })
}
