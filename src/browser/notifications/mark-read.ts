import type { Live } from '../live/channels.ts'

const MARKS_READ = /^\/messaging\/notifications\/([^/]+\/read|read-all)\/?$/

/** Marks notifications as read without loading the page. The page itself is changed by what comes live. */
export function startMarkingRead(live: Live): void {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || !MARKS_READ.test(new URL(form.action).pathname)) return
    // Without a live connection nothing would show: then the form does what forms do.
    if (event.defaultPrevented || !live.isLive()) return
    event.preventDefault()
    void post(form)
  })
}

async function post(form: HTMLFormElement): Promise<void> {
  if (form.ariaBusy === 'true') return
  form.ariaBusy = 'true'
  const isMarked = await marks(form).catch(() => false)
  form.ariaBusy = null
  if (!isMarked) form.submit()
}

async function marks(form: HTMLFormElement): Promise<boolean> {
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
  const response = await fetch(form.action, { method: 'POST', body, redirect: 'manual' })
  // The redirect to the list is the form's answer to a browser without script.
  return response.ok || response.type === 'opaqueredirect'
}
