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

/** On a network that drops what is sent, without a word, a request would stay open for minutes. */
const ANSWER_WITHIN_MS = 5000

/** Whether the server answers that nobody is signed in. False when it can't be reached, or does not answer in time. */
export async function sessionHasEnded(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
    const response = await fetch('/api/v1/me', { headers: { accept: 'application/json' }, signal })
    return response.status === 401
  } catch {
    return false
  }
}
