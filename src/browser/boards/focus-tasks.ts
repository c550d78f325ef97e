/** Where the focus goes from a task: to its neighbours in the column, or to those beside it. */
export type Direction = 'up' | 'down' | 'left' | 'right'

/**
 * Moves the focus from task to task, past those that a filter hides; from elsewhere to the first one. False where it can't: at the
 * edge, without tasks, or while a task is held, whose keys these are then.
 */
export function focusTask(direction: Direction): boolean {
  const board = document.querySelector('[data-board]')
  if (board === null || board.querySelector('[data-lifted]') !== null) return false
  const columns = [...board.querySelectorAll('.column')].map(tasksOf).filter((tasks) => tasks.length > 0)
  const target = neighbourOf(focusedTask(), columns, direction)
  const link = target?.querySelector<HTMLElement>('.task-title a')
  if (!link) return false
  link.focus({ preventScroll: true })
  target?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  return true
}

/** The task that has the focus. */
export function focusedTask(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>('[data-board] .task') ?? null
}

function tasksOf(column: Element): HTMLElement[] {
  return [...column.querySelectorAll<HTMLElement>('.task[data-task-id]:not([hidden])')]
}

function neighbourOf(
  task: HTMLElement | null,
  columns: HTMLElement[][],
  direction: Direction,
): HTMLElement | undefined {
  const at = columns.findIndex((tasks) => task !== null && tasks.includes(task))
  const column = columns[at]
  if (task === null || column === undefined) return columns[0]?.[0]
  const place = column.indexOf(task)
  if (direction === 'up') return column[place - 1]
  if (direction === 'down') return column[place + 1]
  const beside = columns[direction === 'left' ? at - 1 : at + 1]
  return beside?.[Math.min(place, beside.length - 1)]
}
