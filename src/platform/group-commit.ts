import { isBug, RateLimited, Unavailable } from './errors.ts'

/**
 * About what a core writes in half a second. Where more come than are written, the rest are refused at once: told soon to come again
 * later they lose nothing, and whoever does wait is not kept waiting.
 */
const mostWaiting = 2000

/**
 * How a busy queue gathers. What a transaction costs hardly grows with what it writes, and SQLite commits within one turn of the event
 * loop: without a pause, nothing would arrive meanwhile.
 */
export interface GatherPace {
  /** How many entries one transaction takes at most. So many are written at once. */
  largest: number
  /** Fewer wait for others, the longer the more there were last time: where entries come singly, none waits. */
  msPerEntry: number
  longestMs: number
}

/** For small writes that somebody waits for: enough in one transaction to carry a flood, few enough to stay short. */
export const floodPace: GatherPace = { largest: 200, msPerEntry: 0.5, longestMs: 16 }

/** Writes that arrive while a transaction is under way go together into the next one. */
export interface GroupCommit<Entry, Result> {
  /**
   * Settles once the transaction that holds this entry has committed, or failed.
   * @throws {RateLimited} when too many wait already
   */
  add(entry: Entry): Promise<Result>
}

interface Waiting<Entry, Result> {
  entry: Entry
  resolve(result: Result): void
  reject(error: unknown): void
}

/**
 * @param commit writes all entries in one transaction and gives a result for each, in their order. If it fails for several entries
 *   together, each is tried alone, so that one bad entry does not take the others along; two that fail in a row end that.
 */
export function createGroupCommit<Entry, Result>(
  commit: (entries: Entry[]) => Promise<Result[]>,
  { largest, msPerEntry, longestMs }: GatherPace,
): GroupCommit<Entry, Result> {
  let queue: Waiting<Entry, Result>[] = []
  let isCommitting = false
  // Kept while nothing waits: the next one may be the first of many again.
  let gatherMs = 0
  let whenFull = (): void => undefined

  // What arrives in the same turn of the event loop belongs together in any case.
  const gather = (forMs: number): Promise<void> =>
    new Promise((resolve) => {
      if (queue.length >= largest) return resolve()
      if (forMs < 1) return void setImmediate(resolve)
      const timer = setTimeout(resolve, forMs)
      whenFull = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const commitGroup = async (group: Waiting<Entry, Result>[]): Promise<void> => {
    try {
      const results = await commit(group.map(({ entry }) => entry))
      group.forEach(({ resolve }, place) => resolve(results[place] as Result))
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error)
      else await commitEachAlone(group)
    }
  }
  const commitEachAlone = async (group: Waiting<Entry, Result>[]): Promise<void> => {
    let failedInARow = 0
    for (const { entry, resolve, reject } of group) {
      // Two in a row: the fault is not with the entries, and the others need not wait for the same end one after the other.
      if (failedInARow === 2) {
        reject(new Unavailable())
        continue
      }
      const [outcome] = await Promise.allSettled([commit([entry])])
      // A refusal is an answer: only what nobody expected tells of a fault that the others share.
      failedInARow = outcome.status === 'rejected' && isBug(outcome.reason) ? failedInARow + 1 : 0
      if (outcome.status === 'rejected') reject(outcome.reason)
      else resolve(outcome.value[0] as Result)
    }
  }
  const commitAll = async (): Promise<void> => {
    isCommitting = true
    while (queue.length > 0) {
      await gather(gatherMs)
      const group = queue.slice(0, largest)
      queue = queue.slice(largest)
      await commitGroup(group)
      gatherMs = group.length > 1 ? Math.min(group.length * msPerEntry, longestMs) : 0
    }
    isCommitting = false
  }

  return {
    add(entry) {
      if (queue.length >= mostWaiting) return Promise.reject(new RateLimited(1))
      return new Promise((resolve, reject) => {
        queue.push({ entry, resolve, reject })
        if (queue.length === largest) whenFull()
        if (!isCommitting) void commitAll()
      })
    },
  }
}
