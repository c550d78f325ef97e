import { currentSheet } from '../tasks/sheet.ts'
import { focusedTask } from './focus-tasks.ts'
import { deeds, type DeedName } from './moving/task-deeds.ts'
import type { Moving } from './moving/moving.ts'

const TITLE_EDIT = '#sheet-title-edit'

/** What can be done by a key to the task whose sheet is open, or else to the one that has the focus. Each answers whether it could be. */
export class TaskCommands {
  #moving: Moving | null
  #viewerId: number

  /** Without `moving` the page shows no board. */
  constructor(moving: Moving | null, viewerId: number) {
    this.#moving = moving
    this.#viewerId = viewerId
  }

  /** Opens the task, if it isn't, and its title for editing. */
  editTitle(): boolean {
    if (currentSheet() !== null) return openTitle()
    const link = focusedTask()?.querySelector<HTMLElement>('.task-title a')
    if (!link) return false
    whenThere(TITLE_EDIT, openTitle)
    link.click()
    return true
  }

  /** Gives the task to the viewer, or takes it from them. */
  assign(): boolean {
    const mine = `[value="${this.#viewerId}"]`
    const sheet = currentSheet()
    if (sheet !== null) return press(sheet.querySelector(`[data-fields] [name="assigneeIds"]${mine}`))
    const isMine = focusedTask()?.querySelector(`[data-assignee-id="${this.#viewerId}"]`) !== null
    return this.#do(isMine ? 'unassign' : 'assign')
  }

  archive(): boolean {
    const sheet = currentSheet()
    if (sheet !== null) return press(sheet.querySelector('[data-task-deed="archive"] button'))
    return this.#do('archive')
  }

  #do(deed: DeedName): boolean {
    const task = focusedTask()
    if (task === null || this.#moving === null || task.closest('[data-can-edit]') === null) return false
    void deeds[deed]({ moves: this.#moving.moves, told: this.#moving.told, task, columnId: null })
    return true
  }
}

function openTitle(): boolean {
  const details = document.querySelector<HTMLDetailsElement>(TITLE_EDIT)
  return details?.open === true || press(details?.querySelector('summary') ?? null)
}

function press(button: HTMLElement | null): boolean {
  button?.click()
  return button !== null
}

/** Runs `act` when an element comes into the page; not if the page takes long, when nobody waits for it any more. */
function whenThere(selector: string, act: () => void): void {
  const observer = new MutationObserver(() => {
    if (document.querySelector(selector) === null) return
    observer.disconnect()
    act()
  })
  observer.observe(document.body, { childList: true, subtree: true })
  setTimeout(() => observer.disconnect(), 3000)
}
