/** How often something happens. */
export interface Rate {
  /** It has happened once more. */
  count(): void
  /** How often a second it happens, as of the last quarter of a second that is over. */
  perSecond(): number
}

const windowMs = 250

/** @param now a clock in milliseconds */
export function createRate(now: () => number = () => performance.now()): Rate {
  let began = now()
  let counted = 0
  let last = 0

  const look = (): void => {
    const forMs = now() - began
    if (forMs < windowMs) return
    last = (counted * 1000) / forMs
    began = now()
    counted = 0
  }

  return {
    count() {
      look()
      counted += 1
    },
    perSecond() {
      look()
      return last
    },
  }
}
