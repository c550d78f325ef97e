import QuickLRU from 'quick-lru'

/** Points to spend. */
export interface Grant {
  /** At least one. */
  points: number
  /** How long they may be spent, in milliseconds. */
  forMs: number
}

/** Points that are asked for several at a time and spent one by one. */
export interface Prepaid {
  /** Spends one point of the key, asking for more where none is left. Throws what asking throws. */
  spend(key: string): Promise<void>
  /** Forgets what the key has left. */
  forget(key: string): void
}

/** Keys that are remembered at a time. What a forgotten one had left is lost to it. */
const mostKeys = 10_000

/** @param ask gives some points for a key, and throws when there are none */
export function createPrepaid(ask: (key: string) => Promise<Grant>): Prepaid {
  const purses = new QuickLRU<string, { left: number; until: number }>({ maxSize: mostKeys })
  const underWay = new Map<string, Promise<void>>()

  const spendNow = (key: string): boolean => {
    const purse = purses.get(key)
    if (!purse || purse.left === 0 || performance.now() >= purse.until) return false
    purse.left -= 1
    return true
  }
  const fill = async (key: string): Promise<void> => {
    try {
      const { points, forMs } = await ask(key)
      purses.set(key, { left: points, until: performance.now() + forMs })
    } finally {
      underWay.delete(key)
    }
  }
  // All who find it empty wait for the same points; those for whom they don't suffice ask again.
  const fillOnce = (key: string): Promise<void> => {
    const filling = underWay.get(key) ?? fill(key)
    underWay.set(key, filling)
    return filling
  }

  return {
    async spend(key) {
      while (!spendNow(key)) await fillOnce(key)
    },
    forget: (key) => void purses.delete(key),
  }
}
