import { foldCase } from '../../platform/text-match.ts'
import type { FilterableTask } from '../../tasks/task-filter.ts'

type Indexed = Omit<FilterableTask, 'isFinished'>

/** What the tasks on a board say, each read once until it changes: so thousands are filtered between two letters. */
export class TaskIndex {
  #board: HTMLElement
  #tasks = new WeakMap<Element, Indexed>()

  /** `changed` is called, before anything is painted, when tasks came, went, moved or changed. */
  constructor(board: HTMLElement, changed: () => void) {
    this.#board = board
    const observer = new MutationObserver((mutations) => {
      for (const { target } of mutations) this.#forget(target)
      changed()
    })
    const attributeFilter = ['data-done', 'data-due', 'data-priority']
    observer.observe(board, { childList: true, characterData: true, subtree: true, attributes: true, attributeFilter })
  }

  /** Hides the tasks that don't match and shows the others; null shows all. */
  show(matches: ((task: FilterableTask) => boolean) | null): { matching: number; total: number } {
    let matching = 0
    let total = 0
    for (const column of this.#board.querySelectorAll<HTMLElement>('.column')) {
      const isFinished = 'done' in column.dataset
      for (const task of column.querySelectorAll<HTMLElement>('.task[data-task-id]')) {
        const isShown = matches === null || matches({ ...this.#read(task), isFinished })
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
