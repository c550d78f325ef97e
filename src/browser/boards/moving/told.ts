import type { Channel } from '../../live/channel.ts'

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

  /** Resolves when it was; if that takes long the page asks for it. */
  upTo(version: number): Promise<void> {
    if (this.has(version)) return Promise.resolve()
    void this.#channel.expect(() => this.has(version))
    return new Promise((resolve) => {
      this.#waiting.push({ version, resolve })
    })
  }

  /** To be called after the page was patched. */
  check(): void {
    const come = this.#waiting.filter(({ version }) => this.has(version))
    this.#waiting = this.#waiting.filter(({ version }) => !this.has(version))
    for (const { resolve } of come) resolve()
  }
}
