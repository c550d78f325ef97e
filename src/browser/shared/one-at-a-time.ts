/**
 * Runs `run` when asked to: one run is under way, and however often it is asked for meanwhile, one more follows. What could not
 * be done is left to the next time.
 */
export function oneAtATime(run: () => Promise<unknown>): () => void {
  let isRunning = false
  let isAskedFor = false
  const runWhileAskedFor = async (): Promise<void> => {
    isRunning = true
    while (isAskedFor) {
      isAskedFor = false
      await run().catch(() => undefined)
    }
    isRunning = false
  }
  return () => {
    isAskedFor = true
    if (!isRunning) void runWhileAskedFor()
  }
}
