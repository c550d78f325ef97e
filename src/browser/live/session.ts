import { isAwaitingAnswer } from '../shared/forms.ts'

/**
 * What to do when the server has refused or ended the connection. Whoever is signed out is led to the sign-in form by loading the page
 * again; drafts and unsent messages stay. A server that is just being restarted, or has lost its Redis, refuses as well: then
 * `reconnect` is called `delayMs` later, as a page that was loaded now would be an error.
 */
export async function afterRefusal(reconnect: () => void, delayMs: number): Promise<void> {
  // Signing out ends the session before its own form is answered: that answer leads on.
  if (isAwaitingAnswer()) return
  if (await sessionHasEnded()) location.reload()
  else setTimeout(reconnect, delayMs)
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
