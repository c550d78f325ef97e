import type { ChannelName } from './channel.ts'

/** A lost notice (Redis away) must not keep a door open for long. */
const rememberMs = 30_000

/** What a socket remembers of the doors it has passed, so that a busy sender does not ask the database at each message. */
export class RememberedAccess {
  #known = new Map<string, { access: unknown; until: number }>()

  /** @param ask asks the door; its answer is kept for a while */
  async get(channel: ChannelName, eventName: string, ask: () => Promise<unknown>): Promise<unknown> {
    const key = `${channel} ${eventName}`
    const memory = this.#known
    const known = memory.get(key)
    if (known && known.until > Date.now()) return known.access
    const access = await ask()
    memory.set(key, { access, until: Date.now() + rememberMs })
    return access
  }

  /** Forgets everything, also the answers that are still on their way: they may be older than what changed. */
  forget(): void {
    this.#known = new Map()
  }
}
