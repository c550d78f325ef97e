/**
 * Opens a `details` in the very moment in which its summary is pressed, and lets `enter` put the cursor inside: keys that follow the
 * press at once go to the field. The event `toggle` comes a task later, and a space typed by then would close what was opened.
 * @param selector which `details`
 */
export function enterOnOpen(selector: string, enter: (details: HTMLDetailsElement) => void): void {
  document.addEventListener('click', (event) => {
    const details = event.target instanceof Element ? event.target.closest('summary')?.parentElement : null
    if (!(details instanceof HTMLDetailsElement) || details.open || !details.matches(selector)) return
    event.preventDefault()
    details.open = true
    enter(details)
  })
}
