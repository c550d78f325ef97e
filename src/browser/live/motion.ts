/** A single live change may move; what is caught up just stands there. */
export type Arrival = 'live' | 'catch-up'

const FADE_MS = 110
const SLIDE_MS = 180
const CHANGED_MS = 1500
const stillness = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches

/** Lets an element that has just come in rise into its place; the style sheet draws it. */
export function showArrival(element: HTMLElement): void {
  // What is in a closed menu or drawer does not move now, and is no news when that is opened.
  if (document.hidden || !element.checkVisibility()) return
  element.dataset.arrived = ''
  const rest = (event: Event): void => {
    if (event.target === element) delete element.dataset.arrived
  }
  element.addEventListener('animationend', rest)
  element.addEventListener('animationcancel', rest)
}

/** Whether anything moves at all on this page, and now. */
export function mayMove(): boolean {
  return !stillness() && !document.hidden
}

/** Whether an element is in the window or close to it; always, if the browser draws it anyway (`content-visibility`). */
export function isInSight(element: HTMLElement): boolean {
  return element.firstElementChild?.checkVisibility({ contentVisibilityAuto: true }) !== false
}

/** Marks what somebody else has changed for a moment; the style sheet draws it. */
export function showChange(element: HTMLElement): void {
  element.dataset.changed = ''
  setTimeout(() => delete element.dataset.changed, CHANGED_MS)
}

/** Slides an element to where it now stands from `from`, where it stood in the window: within its list or across lists. */
export function slide(element: HTMLElement, from: DOMRect, way: 'within' | 'across'): void {
  const to = element.getBoundingClientRect()
  if (from.width === 0 || to.width === 0) return
  const shift = { x: from.x - to.x, y: from.y - to.y }
  if (Math.hypot(shift.x, shift.y) < 1) return
  if (way === 'within') animateShift(element, shift)
  else slideAbove(element, to, shift)
}

/**
 * As `slide`, but looks where the element stands only when the browser is about to draw it there: asking at once would have it lay out
 * a board of thousands twice.
 */
export function slideInNextFrame(element: HTMLElement, from: DOMRect, way: 'within' | 'across'): void {
  requestAnimationFrame(() => slide(element, from, way))
}

function animateShift(element: HTMLElement, { x, y }: { x: number; y: number }): Animation {
  return element.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: 'none' }], {
    duration: SLIDE_MS,
    easing: 'ease-out',
  })
}

/** A list cuts off what leaves it, so a likeness of the element makes the way from one to the other above them both. */
function slideAbove(element: HTMLElement, to: DOMRect, shift: { x: number; y: number }): void {
  const likeness = document.createElement('div')
  likeness.append(...[...element.children].map((child) => child.cloneNode(true)))
  likeness.className = element.className
  likeness.dataset.likeness = ''
  likeness.inert = true
  for (const part of likeness.querySelectorAll('[id]')) part.removeAttribute('id')
  Object.assign(likeness.style, {
    top: `${to.y}px`,
    left: `${to.x}px`,
    width: `${to.width}px`,
    height: `${to.height}px`,
  })
  document.body.append(likeness)
  element.animate([{ opacity: 0 }, { opacity: 0 }], { duration: SLIDE_MS })
  const way = animateShift(likeness, shift)
  way.addEventListener('finish', () => likeness.remove())
  way.addEventListener('cancel', () => likeness.remove())
}

/** Fades an element and takes it away. */
export function fadeOut(element: HTMLElement): void {
  // From now on it is not there: one with the same id may come back before the fading is over.
  element.removeAttribute('id')
  if (!mayMove()) return element.remove()
  element.inert = true
  const fading = element.animate([{ opacity: 1 }, { opacity: 0 }], { duration: FADE_MS, fill: 'forwards' })
  fading.addEventListener('finish', () => element.remove())
  fading.addEventListener('cancel', () => element.remove())
}
