/** Where somebody was who has just marked a notification by its button, which goes with the deed. */
let left: { notification: HTMLElement; neighbours: HTMLElement[] } | null = null

/** Remembers whose button was used. */
export function leaveFrom(button: Element | null): void {
  const notification = button?.closest<HTMLElement>('[data-notification-id]') ?? null
  if (notification === null) return
  const all = [...document.querySelectorAll<HTMLElement>('[data-notification-id]')]
  const at = all.indexOf(notification)
  left = { notification, neighbours: [...all.slice(at + 1), ...all.slice(0, at).reverse()] }
}

/** Once the page shows the deed: puts the focus on the button that has come, on the next notification, or on the page. */
export function returnFocus(): void {
  if (left === null) return
  const { notification, neighbours } = left
  if (!isGone(document.activeElement)) return
  left = null
  const place = isGone(notification) ? neighbours.find((one) => !isGone(one)) : notification
  const button = place?.querySelector<HTMLElement>('.notification-end button:not([inert])')
  ;(button ?? document.getElementById('main'))?.focus()
}

function isGone(element: Element | null): boolean {
  return element === null || element === document.body || !element.isConnected || element.closest('[inert]') !== null
}
