import type { PanelThread } from '../comments/panel-thread.ts'
import { currentSheet, fetchSheet, noteDrawn } from './sheet.ts'

const TASK_LINK = '[data-board] .task-title a[href]'

/** The dialog in which a task lies open over its board. Its address is the board's, with `?task=9`. */
export class TaskPanel {
  #dialog: HTMLDialogElement
  #thread: PanelThread
  #shown: (sheet: HTMLElement) => void

  /** `shown` gets each sheet that the panel shows, before anybody does anything with it. */
  constructor(dialog: HTMLDialogElement, thread: PanelThread, shown: (sheet: HTMLElement) => void) {
    this.#dialog = dialog
    this.#thread = thread
    this.#shown = shown
    document.addEventListener('click', (event) => this.#follow(event))
    window.addEventListener('popstate', () => void this.#showAddress())
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault()
      this.close()
    })
    dialog.addEventListener('click', (event) => this.#clicked(event))
    dialog.addEventListener('keydown', keepMenusEscape)
    if (dialog.open) this.#reopen()
  }

  get isOpen(): boolean {
    return this.#dialog.open
  }

  /** Closes the panel; the address is the board's again, and the focus where it came from. */
  close(): void {
    if (!this.#dialog.open) return
    const wasPushed = (history.state as { panel?: boolean } | null)?.panel === true
    this.#hide()
    if (wasPushed) history.back()
    else history.replaceState(null, '', addressWith(null))
  }

  /** The server has drawn it open, for pages without a script. */
  #reopen(): void {
    this.#dialog.removeAttribute('open')
    this.#raise()
  }

  #follow(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(TASK_LINK) : null
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
    if (link === null || !isPlain || event.defaultPrevented) return
    event.preventDefault()
    const taskId = Number(/^\/tasks\/(\d+)\/$/.exec(link.pathname)?.[1])
    void this.#show(taskId).then((isShown) => {
      if (isShown) history.pushState({ panel: true }, '', addressWith(taskId))
      else location.assign(link.href)
    })
  }

  async #showAddress(): Promise<void> {
    const taskId = Number(new URLSearchParams(location.search).get('task'))
    if (taskId === 0) this.#hide()
    else if (!(await this.#show(taskId))) location.reload()
  }

  /** Answers whether the task could be had. */
  async #show(taskId: number): Promise<boolean> {
    const [sheet, thread] = await Promise.all([
      fetchSheet(taskId).catch(() => null),
      this.#thread.fetch(taskId).catch(() => null),
    ])
    if (sheet === null) return false
    this.#dialog.querySelector('[data-panel-sheet]')?.replaceChildren(sheet)
    this.#thread.show(thread)
    noteDrawn(sheet)
    this.#raise()
    this.#shown(sheet)
    return true
  }

  #raise(): void {
    if (this.#dialog.open) return
    // All else is out of reach while the panel is open, and notices have to be read and clicked.
    this.#dialog.append(...document.querySelectorAll('.toasts, .connection'))
    this.#dialog.setAttribute('aria-labelledby', 'task-title')
    this.#dialog.showModal()
    this.#dialog.querySelector<HTMLElement>('#task-title')?.focus()
  }

  #hide(): void {
    if (!this.#dialog.open) return
    const taskId = currentSheet()?.dataset.taskId
    this.#dialog.close()
    document.body.append(...this.#dialog.querySelectorAll('.toasts, .connection'))
    this.#dialog.querySelector('[data-panel-sheet]')?.replaceChildren()
    this.#thread.show(null)
    document.querySelector<HTMLElement>(`#task-${taskId} .task-title a`)?.focus()
  }

  #clicked(event: MouseEvent): void {
    const isClose = event.target instanceof Element && event.target.closest('[data-close-panel]') !== null
    if (isClose) event.preventDefault()
    if (isClose || (event.target === this.#dialog && isOutside(this.#dialog, event))) this.close()
  }
}

/** An open menu in the panel closes first. */
function keepMenusEscape(event: KeyboardEvent): void {
  const panel = event.currentTarget
  if (event.key !== 'Escape' || !(panel instanceof Element)) return
  if (panel.querySelector('details.menu[open]') !== null) event.preventDefault()
}

function isOutside(dialog: HTMLElement, { clientX, clientY }: MouseEvent): boolean {
  const { left, right, top, bottom } = dialog.getBoundingClientRect()
  return clientX < left || clientX > right || clientY < top || clientY > bottom
}

/** The address of the board, with this task open or none; what else stands in the query stays. */
function addressWith(taskId: number | null): string {
  const query = new URLSearchParams(location.search)
  if (taskId === null) query.delete('task')
  else query.set('task', String(taskId))
  return `${location.pathname}${query.size > 0 ? `?${query.toString()}` : ''}`
}
