import { pause } from './pause.ts'

const FIRST_RETRY_MS = 2000
const LONGEST_RETRY_MS = 30_000

/** Something that is done again and again, and how it is asked for. */
export type Repeated = {
  ask: () => void
  /** Asks without waiting for a rest, or for the next try, to be over: the reason to wait has gone. */
  askNow: () => void
}

/**
 * Runs `run` when asked to: one run is under way, and however often it is asked for meanwhile, one more follows, after a rest of
 * `restMs()` milliseconds (none unless said). What could not be done is tried again, later and later: what asked for it is not told
 * twice.
 */
export function oneAtATime(run: () => Promise<unknown>, { restMs = (): number => 0, wait = pause } = {}): Repeated {
  let isRunning = false
  let isAskedFor = false
  let isUrgent = false
  let endPause = (): void => undefined
  const runWhileAskedFor = async (): Promise<void> => {
    isRunning = true
    for (let retryMs = FIRST_RETRY_MS; isAskedFor;) {
      isAskedFor = isUrgent = false
      const isDone = await run().then(
        () => true,
        () => false,
      )
      isAskedFor ||= !isDone
      await takePause(isDone ? restMs() : retryMs)
      retryMs = isDone ? FIRST_RETRY_MS : Math.min(2 * retryMs, LONGEST_RETRY_MS)
    }
    isRunning = false
  }
  const takePause = async (milliseconds: number): Promise<void> => {
    if (milliseconds === 0 || isUrgent) return
    await Promise.race([wait(milliseconds), new Promise<void>((resolve) => (endPause = resolve))])
  }
  const ask = (): void => {
    isAskedFor = true
    if (!isRunning) void runWhileAskedFor()
  }
  const askNow = (): void => {
    isUrgent = true
    endPause()
    ask()
  }
  return { ask, askNow }
}
