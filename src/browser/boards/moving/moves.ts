import { mayMove, slide } from '../../live/motion.ts'
import { isInHand } from '../../live/order.ts'
import type { Answer } from '../../live/protocol.ts'
import { callApi } from '../../shared/api.ts'
import { showToast } from '../../shared/toasts.ts'
import { columnBefore, idOf, putInOrder, type Place } from './places.ts'
import type { Told } from './told.ts'

/** What the API answers of something that was moved. */
type Moved = { rank: string; version: number; columnId?: number }

/** Sends moves to the server, one after the other: a move may name a neighbour that the one before it has put there. */
export class Moves {
  #told: Told
  #last: Promise<unknown> = Promise.resolve()
  #count = 0

  constructor(told: Told) {
    this.#told = told
  }

  /**
   * Sends a task to a place. Until the answer is there it stands where it is; if it is refused it goes back, and a notice says why.
   * Answers whether it was taken; if so the page shows it.
   */
  async moveTask(task: HTMLElement, place: Place): Promise<boolean> {
    const path = `/api/v1/tasks/${idOf(task)}/move`
    return this.#send(task, () => callApi<{ task: Moved }>('POST', path, place), 'task')
  }

  /** Sends a column to where it stands now. */
  async moveColumn(column: HTMLElement): Promise<boolean> {
    const place = { afterColumnId: columnBefore(column) }
    const path = `/api/v1/columns/${idOf(column)}/move`
    return this.#send(column, () => callApi<{ column: Moved }>('POST', path, place), 'column')
  }

  async #send<Kind extends string>(
    element: HTMLElement,
    call: () => Promise<Answer<Record<Kind, Moved>>>,
    kind: Kind,
  ): Promise<boolean> {
    const turn = String(++this.#count)
    element.dataset.moving = turn
    const answered = this.#last.then(call)
    this.#last = answered
    const answer = await answered
    const moved = answer.ok ? answer[kind] : null
    // It may have been moved again meanwhile.
    if (element.dataset.moving === turn) this.#settle(element, moved)
    if (!answer.ok) showToast({ words: answer.error.message })
    if (moved !== null) await this.#told.upTo(moved.version)
    return answer.ok
  }

  #settle(element: HTMLElement, moved: Moved | null): void {
    delete element.dataset.moving
    // What was told later than this move was answered counts more.
    if (moved !== null && !this.#told.has(moved.version)) takeOver(element, moved)
    if (!isInHand(element) && element.isConnected) slideHome(element)
  }
}

function takeOver(element: HTMLElement, { rank, columnId }: Moved): void {
  element.dataset.rank = rank
  if (columnId !== undefined) element.dataset.columnId = String(columnId)
}

/** Puts an element where its rank says; one that stood elsewhere slides there. */
export function slideHome(element: HTMLElement): void {
  const { parentElement: list, previousElementSibling: before } = element
  const from = element.getBoundingClientRect()
  const hadFocus = element.contains(document.activeElement) ? document.activeElement : null
  putInOrder(element)
  if (hadFocus instanceof HTMLElement) hadFocus.focus({ preventScroll: true })
  if (element.previousElementSibling === before && element.parentElement === list) return
  if (mayMove() && element.isConnected) slide(element, from, element.parentElement === list ? 'within' : 'across')
}
