const FADE_MS = 110
const stillness = window.matchMedia('(prefers-reduced-motion: reduce)')

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

/** Fades an element and takes it away. */
export function fadeOut(element: HTMLElement): void {
  // From now on it is not there: one with the same id may come back before the fading is over.
  element.removeAttribute('id')
  if (stillness.matches || document.hidden) return element.remove()
  element.inert = true
  const fading = element.animate([{ opacity: 1 }, { opacity: 0 }], { duration: FADE_MS, fill: 'forwards' })
  fading.addEventListener('finish', () => element.remove())
  fading.addEventListener('cancel', () => element.remove())
}
