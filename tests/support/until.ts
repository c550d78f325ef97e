import { setTimeout as delay } from 'node:timers/promises'

const withinMs = 10_000

/**
 * Waits for a condition, asked again and again.
 * @returns what `find` found
 * @throws {Error} naming `what` when it has not come within 10 s
 */
export async function until<Found>(
  what: string,
  find: () => Found | undefined | false | null | Promise<Found | undefined | false | null>,
): Promise<Found> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const found = await find()
    if (found) return found
    if (Date.now() > deadline) throw new Error(`waited in vain for: ${what}`)
    await delay(10)
  }
}
