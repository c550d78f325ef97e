import { forget, keep, keptKeys, recall } from '../shared/storage.ts'
import { createClientId } from './client-id.ts'
import { isPlace, type Place } from './place.ts'

/** A message that the server has not acknowledged. `queuedAt` is in milliseconds since the epoch. */
export type Unsent = {
  clientId: string
  content: string
  /** The comment that it answers. */
  parentId?: string
  queuedAt: number
  /** `sending`: never failed yet. `waiting`: will be tried again. `refused`: only the author can mend it. */
  state: 'sending' | 'waiting' | 'refused'
  /** Why it was refused, in the server's words. */
  reason?: string
}

/**
 * One person's unsent messages in one place, oldest first, kept through reloads. It is read anew for each step, since
 * another tab may work on the same queue.
 */
export class UnsentQueue {
  readonly key: string
  readonly place: Place

  constructor(viewerId: number, place: Place) {
    this.key = prefixOf(viewerId) + place
    this.place = place
  }

  /** The places in which a person has unsent messages. */
  static placesOf(viewerId: number): Place[] {
    return keptKeys(prefixOf(viewerId))
      .map((key) => key.slice(prefixOf(viewerId).length))
      .filter(isPlace)
  }

  entries(): Unsent[] {
    return parseEntries(recall(this.key))
  }

  /** Puts a new message at the end, with an id of its own. */
  add(content: string, parentId?: string): Unsent {
    const answering = parentId === undefined ? {} : { parentId }
    const entry: Unsent = { clientId: createClientId(), content, ...answering, queuedAt: Date.now(), state: 'sending' }
    this.#write([...this.entries(), entry])
    return entry
  }

  /** The next one to post. Refused ones do not hold up those behind them. */
  next(): Unsent | undefined {
    return this.entries().find((entry) => entry.state !== 'refused')
  }

  /** Notes that posting failed, but will be tried again. */
  wait(clientId: string): void {
    this.#write(this.entries().map((entry) => (entry.clientId === clientId ? { ...entry, state: 'waiting' } : entry)))
  }

  /** Notes that the server will not take it. */
  refuse(clientId: string, reason: string): void {
    const refused = (entry: Unsent): Unsent => ({ ...entry, state: 'refused', reason })
    this.#write(this.entries().map((entry) => (entry.clientId === clientId ? refused(entry) : entry)))
  }

  remove(clientId: string): void {
    this.#write(this.entries().filter((entry) => entry.clientId !== clientId))
  }

  #write(entries: Unsent[]): void {
    if (entries.length === 0) forget(this.key)
    else keep(this.key, JSON.stringify(entries))
  }
}

function prefixOf(viewerId: number): string {
  return `taskflow:unsent:${viewerId}:`
}

/** What lies in the storage may come from another version, or from someone's hands. */
function parseEntries(text: string | null): Unsent[] {
  try {
    const parsed: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(parsed) ? parsed.filter(isUnsent) : []
  } catch {
    return []
  }
}

function isUnsent(entry: unknown): entry is Unsent {
  if (typeof entry !== 'object' || entry === null) return false
  return (
    'clientId' in entry && typeof entry.clientId === 'string' && 'content' in entry && typeof entry.content === 'string'
  )
}
