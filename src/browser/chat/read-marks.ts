import type { Live } from '../live/channels.ts'
import type { Change } from '../live/protocol.ts'

/** A mark is sent at most this often; one that was not taken is sent again after the longer while. */
const REPEAT_MS = 1000
const RETRY_MS = 5000

/** What marking needs to know of its talk. */
export type ReadPorts = {
  viewerId: number
  roomId: number
  scroller: HTMLElement
  /** The room's version that the page shows. */
  version: () => number
  /** Whether the reader stands at the end of the conversation. */
  isAtEnd: () => boolean
}

/** Tells the server how far the viewer has read, for as long as they can see the end of the conversation. */
export class ReadMarks {
  #live: Live
  #ports: ReadPorts
  /** The version that the server knows of; beyond all where the viewer is not in the room. */
  #known: number
  #timer: ReturnType<typeof setTimeout> | undefined
  #notBefore = 0

  constructor(live: Live, talk: HTMLElement, ports: ReadPorts) {
    this.#live = live
    this.#ports = ports
    this.#known = Number(talk.dataset.readVersion ?? Number.POSITIVE_INFINITY)
    live.observe(`user:${ports.viewerId}`, (changes) => this.#placeChanged(changes))
    document.addEventListener('visibilitychange', () => this.look())
    live.socket.on('connect', () => this.look())
    // A closed panel shows nothing; opened, it does.
    new IntersectionObserver(() => this.look()).observe(ports.scroller)
  }

  /** To be called whenever something has come, or the reader to the end. */
  look(): void {
    if (this.#timer !== undefined || !this.#isDue()) return
    this.#timer = setTimeout(() => void this.#mark(), Math.max(0, this.#notBefore - performance.now()))
  }

  /** Whoever comes into the room while the page is open has unread messages there from now on. */
  #placeChanged(changes: Change[] | null): void {
    if (this.#known !== Number.POSITIVE_INFINITY) return
    const isIn = changes === null || changes.some(({ room }) => room?.id === this.#ports.roomId && room.isMember)
    if (!isIn) return
    // Less than any version: the server knows better what is read.
    this.#known = -1
    this.look()
  }

  #isDue(): boolean {
    const { version, isAtEnd, scroller } = this.#ports
    const isSeen = !document.hidden && scroller.clientHeight > 0 && isAtEnd()
    return isSeen && version() > this.#known && this.#live.socket.connected
  }

  /** The timer stands until the answer: one mark at a time is on its way. */
  async #mark(): Promise<void> {
    if (this.#isDue()) await this.#send(this.#ports.version())
    this.#timer = undefined
    this.look()
  }

  async #send(version: number): Promise<void> {
    const { roomId } = this.#ports
    const answer = await this.#live.ask('room:read', { roomId, version }).catch(() => null)
    const isTaken = answer?.ok === true
    if (isTaken) this.#known = version
    this.#notBefore = performance.now() + (isTaken ? REPEAT_MS : RETRY_MS)
  }
}
