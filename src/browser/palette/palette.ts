import { pause } from '../shared/pause.ts'
import { fetchFragment } from './fetch-fragment.ts'
import { Options } from './options.ts'
import { recentBoards } from './recent-boards.ts'

const ASK_AFTER_MS = 80

/** What was chosen: a command of the page, with the title for a new task. False where the page has no such thing to do. */
type RunCommand = (id: string, title: string | undefined) => boolean

/** The dialog that finds places and things to do. The server draws what it shows. */
export class Palette {
  #dialog: HTMLDialogElement
  #words: HTMLInputElement
  #options: Options
  #run: RunCommand
  #question: AbortController | undefined
  /** Settles when what is shown answers what is written. */
  #answered: Promise<void> = Promise.resolve()

  constructor(dialog: HTMLDialogElement, words: HTMLInputElement, run: RunCommand) {
    this.#dialog = dialog
    this.#words = words
    this.#options = new Options(words, dialog)
    this.#run = run
    this.#listen()
  }

  /** Opens it, empty; answers whether it is open now. */
  open(): boolean {
    if (this.#dialog.open) return true
    this.#words.value = ''
    this.#options.empty()
    this.#dialog.showModal()
    this.#ask(0)
    return true
  }

  #listen(): void {
    this.#words.addEventListener('input', () => this.#ask(ASK_AFTER_MS))
    this.#words.addEventListener('keydown', (event) => this.#act(event))
    this.#dialog.addEventListener('click', (event) => this.#click(event))
    this.#dialog.addEventListener('close', () => this.#question?.abort())
  }

  #ask(afterMs: number): void {
    this.#question?.abort()
    this.#question = new AbortController()
    this.#answered = this.#show(this.#words.value, afterMs, this.#question.signal)
  }

  /** An answer that comes after the next question was asked is dropped. */
  async #show(query: string, afterMs: number, signal: AbortSignal): Promise<void> {
    await pause(afterMs)
    if (signal.aborted) return
    const board = document.querySelector<HTMLElement>('[data-board][data-can-edit]')?.dataset.boardId
    const search = new URLSearchParams({ q: query, recent: recentBoards().join(','), ...(board && { board }) })
    const found = await fetchFragment(`/find/results/?${search}`, signal).catch(() => null)
    if (signal.aborted) return
    if (found === null) this.#options.fail()
    else this.#options.show(found)
  }

  #act(event: KeyboardEvent): void {
    if (event.isComposing) return
    const moves: Record<string, () => void> = {
      ArrowDown: () => this.#options.move(1),
      ArrowUp: () => this.#options.move(-1),
      Home: () => this.#options.choose(0),
      End: () => this.#options.choose(-1),
      Enter: () => void this.#openChosen(event),
    }
    const move = moves[event.key]
    if (move === undefined) return
    event.preventDefault()
    move()
  }

  /** Who types fast and presses Enter means what they have written, not what is shown so far. */
  async #openChosen(event: KeyboardEvent): Promise<void> {
    // Another question may be asked while this one is waited for.
    for (let answered = this.#answered; ; answered = this.#answered) {
      await answered
      if (answered === this.#answered) break
    }
    const { ctrlKey, metaKey, shiftKey } = event
    const click = new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey })
    this.#options.chosen?.dispatchEvent(click)
  }

  #click(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null
    // The dialog has no padding of its own: what is not inside is the veil behind it.
    if (target === this.#dialog) this.#dialog.close()
    const option = target?.closest<HTMLElement>('[role="option"]')
    if (!option) return
    const { command, title } = option.dataset
    const isHere = !event.ctrlKey && !event.metaKey && !event.shiftKey
    // Closed first: what the command focuses must not lose the focus to what had it before.
    if (isHere) this.#dialog.close()
    if (isHere && command !== undefined && this.#run(command, title)) event.preventDefault()
  }
}
