import { setTimeout as delay } from 'node:timers/promises'

type Falsy = false | null | undefined | 0 | ''

/**
 * Waits until `condition` gives something, looking every 25 ms.
 * @returns what it gave
 * @throws {Error} naming `what` when it has not come true in `deadlineMs`
 */
export async function until<Found>(
  what: string,
  condition: () => Found | Falsy | Promise<Found | Falsy>,
  deadlineMs = 30_000,
): Promise<Found> {
  const deadline = Date.now() + deadlineMs
  for (;;) {
    const found = await condition()
    if (found) return found
    if (Date.now() > deadline) throw new Error(`not within ${deadlineMs / 1000} s: ${what}`)
    await delay(25)
  }
}
