import { pause } from './pause.ts'

const FIRST_RETRY_MS = 2000
const LONGEST_RETRY_MS = 30_000

/**
 * Runs `run` when asked to: one run is under way, and however often it is asked for meanwhile, one more follows. What could not
 * be done is tried again, later and later: what asked for it is not told twice.
 */
export function oneAtATime(run: () => Promise<unknown>, wait = pause): () => void {
  let isRunning = false
  let isAskedFor = false
  const runWhileAskedFor = async (): Promise<void> => {
    isRunning = true
    for (let retryMs = FIRST_RETRY_MS; isAskedFor;) {
      isAskedFor = false
      const isDone = await run().then(
        () => true,
        () => false,
      )
      if (isDone) retryMs = FIRST_RETRY_MS
      else {
        isAskedFor = true
        await wait(retryMs)
        retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS)
      }
    }
    isRunning = false
  }
  return () => {
    isAskedFor = true
    if (!isRunning) void runWhileAskedFor()
  }
}
