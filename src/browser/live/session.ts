import { isAwaitingAnswer } from '../shared/forms.ts'
import { forgetForTab, keepForTab, recallForTab } from '../shared/storage.ts'

const RELOADED_AT = 'taskflow:session-reload'
const RELOAD_AGAIN_AFTER_MS = 15_000

/**
 * Leads to the sign-in form by loading the page again; drafts and unsent messages stay. If the last such reload was
 * moments ago the session is not what is wrong, and `reconnect` is called a little later instead.
 */
export function endSession(reconnect: () => void): void {
  // Signing out ends the session before its own form is answered: that answer leads on.
  if (isAwaitingAnswer()) return
  const last = Number(recallForTab(RELOADED_AT) ?? 0)
  if (Date.now() - last < RELOAD_AGAIN_AFTER_MS) {
    forgetForTab(RELOADED_AT)
    setTimeout(reconnect, RELOAD_AGAIN_AFTER_MS)
    return
  }
  keepForTab(RELOADED_AT, String(Date.now()))
  location.reload()
}

/** Whether the server answers that nobody is signed in. False when it can't be reached. */
export async function sessionHasEnded(): Promise<boolean> {
  try {
    const response = await fetch('/api/v1/me', { headers: { accept: 'application/json' } })
    return response.status === 401
  } catch {
    return false
  }
}
