import { foldCase } from '../../platform/text-match.ts'
import type { FilterableTask } from '../../tasks/task-filter.ts'

const TASK = '.task[data-task-id]'

type Indexed = Omit<FilterableTask, 'isFinished'>

/** What the tasks on a board say, each read once until it changes: so thousands are filtered between two letters. */
export class TaskIndex {
  #board: HTMLElement
  #tasks = new WeakMap<Element, Indexed>()
  /** What has come since the tasks were last looked at. */
  #arrived: Node[] = []
  /** Whether a task may be hidden that has not come since then: the server hides some too. */
  #mayHide = true

  /** `changed` is called, before anything is painted, when tasks came, went, moved or changed. */
  constructor(board: HTMLElement, changed: () => void) {
    this.#board = board
    const observer = new MutationObserver((mutations) => {
      for (const { target, addedNodes } of mutations) {
        this.#forget(target)
        this.#arrived.push(...addedNodes)
      }
      changed()
    })
    const attributeFilter = ['data-done', 'data-due', 'data-priority']
    observer.observe(board, { childList: true, characterData: true, subtree: true, attributes: true, attributeFilter })
  }

  /** Hides none. With each change on the board only what has come with it is looked at. */
  showAll(): void {
    const places = this.#mayHide ? [this.#board] : this.#arrived
    for (const place of places) for (const task of tasksIn(place)) if (task.hidden) task.hidden = false
    this.#arrived = []
    this.#mayHide = false
  }

  /** Hides the tasks that don't match and shows the others. */
  show(matches: (task: FilterableTask) => boolean): { matching: number; total: number } {
    this.#arrived = []
    this.#mayHide = true
    let matching = 0
    let total = 0
    for (const column of this.#board.querySelectorAll<HTMLElement>('.column')) {
      const isFinished = 'done' in column.dataset
      for (const task of tasksIn(column)) {
        const isShown = matches({ ...this.#read(task), isFinished })
        if (task.hidden === isShown) task.hidden = !isShown
        matching += isShown ? 1 : 0
        total += 1
      }
    }
    return { matching, total }
  }

  #forget(target: Node): void {
    const element = target instanceof Element ? target : target.parentElement
    const task = element?.closest('.task')
    if (task) this.#tasks.delete(task)
  }

  #read(task: HTMLElement): Indexed {
    const known = this.#tasks.get(task)
    if (known !== undefined) return known
    const read = readTask(task)
    this.#tasks.set(task, read)
    return read
  }
}

function tasksIn(place: Node): HTMLElement[] {
  if (!(place instanceof HTMLElement)) return []
  return place.matches(TASK) ? [place] : [...place.querySelectorAll<HTMLElement>(TASK)]
}

function readTask(task: HTMLElement): Indexed {
  return {
    id: Number(task.dataset.taskId),
    foldedTitle: foldCase(task.querySelector('.task-title')?.textContent ?? ''),
    label: [...task.querySelectorAll<HTMLElement>('.label[data-label-id]')].map(({ dataset }) => dataset.labelId ?? ''),
    assignee: [...task.querySelectorAll<HTMLElement>('[data-assignee-id]')].map(
      ({ dataset }) => dataset.assigneeId ?? '',
    ),
    priority: task.dataset.priority,
    dueOn: task.dataset.due,
  }
}
