const AGAIN_AFTER_MS = 3000
/** What takes longer is not there: a request that hangs must not be the last one. */
const ANSWER_WITHIN_MS = 10_000

/** A page that the server could not show just now is loaded again as soon as it can. */
export function startTryingAgain(): void {
  if (document.querySelector('[data-try-again]') !== null) setTimeout(() => void tryAgain(), AGAIN_AFTER_MS)
}

async function tryAgain(): Promise<void> {
  const isThere = await fetch(location.href, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).then(
    ({ status }) => status !== 503,
    () => false,
  )
  if (isThere) location.reload()
  else setTimeout(() => void tryAgain(), AGAIN_AFTER_MS)
}
