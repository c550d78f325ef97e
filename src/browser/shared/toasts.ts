const SHOWN_MS = 6000
/** Whoever wants to undo something has to find the button first. */
const SHOWN_WITH_ACTION_MS = 10_000
const MOST_AT_ONCE = 3

/** A notice: its words, where it leads, and what can be done about it. */
export type Toast = { words: string; href?: string; action?: { label: string; run: () => void } }

/** Shows a notice for a few seconds, in the page's one polite live region. */
export function showToast({ words, href, action }: Toast): void {
  const region = document.querySelector('.toasts')
  const template = document.querySelector<HTMLTemplateElement>('template[data-toast-template]')
  const toast = template?.content.firstElementChild?.cloneNode(true)
  if (region === null || !(toast instanceof HTMLElement)) return
  const place = toast.querySelector('[data-toast-words]')
  if (place !== null) place.textContent = words
  lead(toast, href)
  offer(toast, action)
  region.append(toast)
  const shown = region.querySelectorAll('.toast')
  if (shown.length > MOST_AT_ONCE) shown[0]?.remove()
  toast.querySelector('[data-toast-dismiss]')?.addEventListener('click', () => toast.remove())
  dismissLater(toast, action === undefined ? SHOWN_MS : SHOWN_WITH_ACTION_MS)
}

function lead(toast: HTMLElement, href: string | undefined): void {
  const link = toast.querySelector<HTMLAnchorElement>('a[data-toast-link]')
  if (link === null) return
  if (href === undefined) link.remove()
  else link.href = href
}

function offer(toast: HTMLElement, action: Toast['action']): void {
  const button = toast.querySelector<HTMLElement>('[data-toast-action]')
  if (button === null) return
  if (action === undefined) return button.remove()
  button.textContent = action.label
  button.addEventListener('click', () => {
    toast.remove()
    action.run()
  })
}

/** Waits for as long as somebody reads it. */
function dismissLater(toast: HTMLElement, afterMs: number): void {
  setTimeout(() => (toast.matches(':hover, :focus-within') ? dismissLater(toast, afterMs) : toast.remove()), afterMs)
}
