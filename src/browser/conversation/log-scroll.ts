import { endsBeforeNewest } from '../live/append.ts'

/** Within so many pixels of its end a log counts as standing at its end. */
const END_SLACK_PX = 40

/**
 * Keeps a log's scroll position: at its end if it was there, and else where the reader is. Where older history ends is not the log's
 * end: what comes below is read from there on.
 */
export class LogScroll {
  #scroller: HTMLElement
  #list: HTMLElement
  #isAtEnd = true
  #lastTop = 0
  #lastHeight = 0
  #reached: () => void

  /** `reached` is called whenever the reader comes to the end. */
  constructor(scroller: HTMLElement, list: HTMLElement, reached: () => void) {
    this.#scroller = scroller
    this.#list = list
    this.#reached = reached
    scroller.addEventListener('scroll', () => this.#look(), { passive: true })
    const sizes = new ResizeObserver(() => this.#resized())
    sizes.observe(scroller)
    sizes.observe(list)
  }

  get isAtEnd(): boolean {
    return this.#isAtEnd
  }

  toEnd(): void {
    this.#toBottom()
    this.#arrive()
  }

  /** Shows one message in the middle, and stays there. */
  toMessage(message: HTMLElement): void {
    this.#isAtEnd = false
    message.scrollIntoView({ block: 'center' })
    this.#look()
  }

  /** Runs `change`, which adds or removes above, so that what the reader sees does not move. */
  keepPlace(anchor: Element | undefined, change: () => void): void {
    const before = anchor?.getBoundingClientRect().top ?? 0
    change()
    const after = anchor?.getBoundingClientRect().top ?? 0
    this.#scroller.scrollTop += after - before
  }

  /** What has come below a reader who did not follow may have left them near the end: then they stand at it from now on, unmoved. */
  #resized(): void {
    if (!this.#isAtEnd) return this.#look()
    this.#toBottom()
    this.#remember()
  }

  #toBottom(): void {
    this.#scroller.scrollTop = this.#scroller.scrollHeight
  }

  #look(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller
    // A closed panel has no height, and no position worth remembering.
    if (clientHeight === 0) return
    // What was added or taken away since the last look moves everything: that is followed below (`#resized`), and is nobody's doing.
    const isUp = scrollTop < this.#lastTop && scrollHeight === this.#lastHeight
    this.#remember()
    if (scrollHeight - scrollTop - clientHeight <= END_SLACK_PX) this.#arrive()
    // Only who scrolls up leaves the end: a message that comes between two frames moves the end away by itself.
    else if (isUp) this.#isAtEnd = false
  }

  #remember(): void {
    this.#lastTop = this.#scroller.scrollTop
    this.#lastHeight = this.#scroller.scrollHeight
  }

  #arrive(): void {
    this.#isAtEnd = !endsBeforeNewest(this.#list)
    if (this.#isAtEnd) this.#reached()
  }
}
