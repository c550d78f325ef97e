const SHOWN_MS = 6000
const MOST_AT_ONCE = 3

/** A notice: its words, and where it leads. */
export type Toast = { words: string; href?: string }

/** Shows a notice for a few seconds, in the page's one polite live region. */
export function showToast({ words, href }: Toast): void {
  const region = document.querySelector('.toasts')
  const template = document.querySelector<HTMLTemplateElement>('template[data-toast-template]')
  const toast = template?.content.firstElementChild?.cloneNode(true)
  if (region === null || !(toast instanceof HTMLElement)) return
  const place = toast.querySelector('[data-toast-words]')
  if (place !== null) place.textContent = words
  lead(toast, href)
  region.append(toast)
  const shown = region.querySelectorAll('.toast')
  if (shown.length > MOST_AT_ONCE) shown[0]?.remove()
  toast.querySelector('[data-toast-dismiss]')?.addEventListener('click', () => toast.remove())
  dismissLater(toast)
}

function lead(toast: HTMLElement, href: string | undefined): void {
  const link = toast.querySelector<HTMLAnchorElement>('a[data-toast-link]')
  if (link === null) return
  if (href === undefined) link.remove()
  else link.href = href
}

/** Waits for as long as somebody reads it. */
function dismissLater(toast: HTMLElement): void {
  setTimeout(() => (toast.matches(':hover, :focus-within') ? dismissLater(toast) : toast.remove()), SHOWN_MS)
}
