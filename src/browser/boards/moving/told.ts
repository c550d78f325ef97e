import type { Channel } from '../../live/channel.ts'
import { pause } from '../../shared/pause.ts'

const AT_MOST_MS = 5000

/** Tells when the page shows what a deed of one's own has changed. */
export class Told {
  #channel: Channel
  #waiting: { version: number; resolve: () => void }[] = []

  constructor(channel: Channel) {
    this.#channel = channel
  }

  /** Whether the page was told of everything up to this version. */
  has(version: number): boolean {
    return this.#channel.version >= version
  }

  /** Resolves when it was, or after a few seconds; if it takes long the page asks for it. */
  async upTo(version: number): Promise<void> {
    if (this.has(version)) return
    void this.#channel.expect(() => this.has(version))
    const come = new Promise<void>((resolve) => {
      this.#waiting.push({ version, resolve })
    })
    await Promise.race([come, pause(AT_MOST_MS)])
  }

  /** To be called after the page was patched. */
  check(): void {
    const come = this.#waiting.filter(({ version }) => this.has(version))
    this.#waiting = this.#waiting.filter(({ version }) => !this.has(version))
    for (const { resolve } of come) resolve()
  }
}
