const AGAIN_AFTER_MS = 3000

/** A page that the server could not show just now is loaded again as soon as it can. */
export function startTryingAgain(): void {
  if (document.querySelector('[data-try-again]') !== null) setTimeout(() => void tryAgain(), AGAIN_AFTER_MS)
}

async function tryAgain(): Promise<void> {
  const isThere = await fetch(location.href).then(
    ({ status }) => status !== 503,
    () => false,
  )
  if (isThere) location.reload()
  else setTimeout(() => void tryAgain(), AGAIN_AFTER_MS)
}
