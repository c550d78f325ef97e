import { shortcuts, type Shortcut } from '../../palette/shortcuts.ts'

/** How long the second key of a sequence may take. */
const SEQUENCE_MS = 1500

type Id = (typeof shortcuts)[number]['id']

/** A key that was pressed, as `KeyboardEvent` has it. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** Reads shortcuts from keys, one after the other. */
export class KeyReader {
  #before: { key: string; at: number } | null = null

  /**
   * The shortcut that a key completes, or null.
   * @param at when it was pressed, in milliseconds
   */
  read(pressed: Pressed, at: number): Id | null {
    const key = nameOf(pressed)
    const before = this.#before !== null && at - this.#before.at <= SEQUENCE_MS ? this.#before.key : null
    const found = (before === null ? null : find([before, key])) ?? find([key])
    this.#before = found === null && begins(key) ? { key, at } : null
    return found
  }
}

/** Whether a key is a sign on its own: what a person dictating, or a slip of the hand, may press without meaning it. */
export function isSign(pressed: Pressed): boolean {
  return nameOf(pressed).length === 1
}

function nameOf({ key, ctrlKey, metaKey, altKey }: Pressed): string {
  if (altKey) return `Alt+${key}`
  return ctrlKey || metaKey ? `Control+${key.toLowerCase()}` : key
}

function find(sequence: string[]): Id | null {
  const isIt = ({ keys, focus }: Shortcut): boolean =>
    focus === undefined && keys.some((way) => way.join('\n') === sequence.join('\n'))
  return shortcuts.find(isIt)?.id ?? null
}

function begins(key: string): boolean {
  return shortcuts.some(({ keys }: Shortcut) => keys.some((way) => way.length > 1 && way[0] === key))
}
