import { io, type Socket } from 'socket.io-client'
import type { LiveChange } from '../../src/platform/live/channel.ts'
import { until } from './until.ts'
import type { Visitor } from './visitor.ts'

/** What the server tells of a channel. */
export interface ChangesEvent {
  channel: string
  version: number
  changes: LiveChange[]
}

/** An acknowledgement. */
export type Ack = Record<string, unknown> & {
  ok: boolean
  version?: number
  changes?: LiveChange[]
  reload?: boolean
  message?: { id: string; version: number; content: string; mentions: { id: number }[] }
  comment?: { id: string; version: number; content: string; parentId: string | null }
  error?: { code: string; message: string; fields?: Record<string, string> }
}

/** A connection that remembers all it was told. */
export class TestSocket {
  readonly raw: Socket
  readonly heard: { event: string; payload: unknown }[] = []

  constructor(raw: Socket) {
    this.raw = raw
    raw.onAny((event: string, payload: unknown) => this.heard.push({ event, payload }))
  }

  /** Sends an event and waits for the answer. */
  async ask(event: string, payload: unknown): Promise<Ack> {
    return (await this.raw.timeout(30_000).emitWithAck(event, payload)) as Ack
  }

  /** All durable changes that came over a channel so far, in their order of arrival. */
  changes(channel: string): LiveChange[] {
    const events = this.payloads('changes') as ChangesEvent[]
    return events.filter((event) => event.channel === channel).flatMap(({ changes }) => changes)
  }

  /** What came under an event's name. */
  payloads(event: string): unknown[] {
    return this.heard.filter((one) => one.event === event).map(({ payload }) => payload)
  }

  /** Waits until the channel has told a change of this type. */
  async change(channel: string, type: string, fits: (change: LiveChange) => boolean = () => true): Promise<LiveChange> {
    return until(`${type} on ${channel}`, () =>
      this.changes(channel).find((change) => change.type === type && fits(change)),
    )
  }

  /** Waits until an event has come. */
  async event(name: string): Promise<unknown> {
    return until(name, () => this.payloads(name)[0])
  }

  /** Waits until the server has ended the connection. */
  async ended(): Promise<void> {
    await until('the end of the connection', () => !this.raw.connected)
  }

  close(): void {
    this.raw.disconnect()
  }
}

/**
 * Connects as a visitor.
 * @throws {Error} when the server refuses
 */
export async function connectSocket(visitor: Visitor, headers: Record<string, string> = {}): Promise<TestSocket> {
  const raw = io(visitor.url, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { cookie: visitor.cookie, ...headers },
  })
  const socket = new TestSocket(raw)
  await new Promise<void>((resolve, reject) => {
    raw.once('connect', () => resolve())
    raw.once('connect_error', (error) => {
      raw.disconnect()
      reject(error)
    })
  })
  return socket
}
