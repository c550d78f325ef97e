import { expect, type BrowserContext } from '@playwright/test'

/** What every journey demands of every page: no error, no warning, nothing thrown, nothing that failed to load. */
export class ConsoleWatch {
  readonly #problems: string[] = []
  readonly #deliberate: RegExp[] = []
  readonly #contexts: BrowserContext[] = []

  /** Watches all pages of a context. */
  follow(context: BrowserContext): void {
    this.#contexts.push(context)
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()))
        this.#note(`${message.type()}: ${message.text()}`, message.location().url)
    })
    context.on('weberror', (error) => this.#note(`thrown: ${String(error.error())}`, error.page()?.url()))
    context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? ''
      // The page itself gave up what it had asked for, as when it goes elsewhere.
      if (reason !== 'net::ERR_ABORTED') this.#note(`failed: ${reason}`, request.url())
    })
  }

  /** What the test brings about on purpose. */
  allow(...deliberate: RegExp[]): void {
    this.#deliberate.push(...deliberate)
  }

  /** A form that is refused is answered with 4xx, which browsers write to the console. */
  allowRefusals(): void {
    this.allow(/status of 4(00|01|03|04|09)/)
  }

  /** The network or the server is taken away. */
  allowOutage(): void {
    this.allow(/WebSocket connection to/, /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_\w+|EMPTY_RESPONSE|NETWORK_\w+)/)
  }

  expectClean(): void {
    expect(this.#problems.filter((problem) => !this.#deliberate.some((known) => known.test(problem)))).toEqual([])
  }

  /** Closes what was watched: pages that stay open stay connected, and are looked after by the browser and the server. */
  async close(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()))
  }

  #note(what: string, where = ''): void {
    this.#problems.push(`${what} (${where})`)
  }
}
