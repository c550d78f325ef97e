import type * as z from 'zod'
import type { FieldErrors } from '../platform/errors.ts'

type Place = PropertyKey[]

/** More than these nobody reads at once. */
const mostTold = 20

/** What is wrong with a file, by place. */
export class Problems {
  // A map: places have names out of the file, and one may be called `__proto__`.
  readonly #messages = new Map<string, string>()

  get fields(): FieldErrors {
    return Object.fromEntries(this.#messages)
  }

  get isEmpty(): boolean {
    return this.#messages.size === 0
  }

  get isFull(): boolean {
    return this.#messages.size >= mostTold
  }

  /** Writes down what is wrong at a place, unless something is already known to be wrong there. */
  add(place: Place, message: string): void {
    const name = place.map(String).join('.').slice(0, 200) || 'file'
    if (this.isFull || this.#messages.has(name)) return
    this.#messages.set(name, message.charAt(0).toUpperCase() + message.slice(1))
  }

  /** What the schema makes of a part of the file; undefined when something is wrong with it. */
  check<Output>(schema: z.ZodType<Output>, given: unknown, place: Place): Output | undefined {
    const parsed = schema.safeParse(given)
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues) {
      const at = [...place, ...issue.path]
      if (issue.code === 'unrecognized_keys') for (const key of issue.keys) this.add([...at, key], 'is not known here')
      else this.add(at, issue.message)
    }
    return undefined
  }
}
