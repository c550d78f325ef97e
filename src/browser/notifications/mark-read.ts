import type { Live } from '../live/channels.ts'
import { leaveFrom } from './keep-focus.ts'

const MARKS = /^\/messaging\/notifications\/([^/]+\/(un)?read|read-all)\/?$/

/** Marks notifications as read, and as unread again, without loading the page. The page itself is changed by what comes live. */
export function startMarkingRead(live: Live): void {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return
    const address = addressOf(form, event.submitter)
    // Without a live connection nothing would show: then the form does what forms do.
    if (!MARKS.test(address.pathname) || !live.isLive()) return
    event.preventDefault()
    leaveFrom(event.submitter)
    void post(form, address)
  })
}

/** One form serves all notifications: each button has its own address. */
function addressOf(form: HTMLFormElement, submitter: HTMLElement | null): URL {
  return new URL(submitter?.getAttribute('formaction') ?? form.action, location.href)
}

async function post(form: HTMLFormElement, address: URL): Promise<void> {
  const isMarked = await marks(form, address).catch(() => false)
  if (isMarked) return
  form.action = address.href
  form.submit()
}

async function marks(form: HTMLFormElement, address: URL): Promise<boolean> {
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
  const response = await fetch(address, { method: 'POST', body, redirect: 'manual' })
  // The redirect to the list is the form's answer to a browser without script.
  return response.ok || response.type === 'opaqueredirect'
}
