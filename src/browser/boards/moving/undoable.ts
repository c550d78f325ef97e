import { showToast } from '../../shared/toasts.ts'
import { wordsAboutLimit } from './limits.ts'
import type { Moves } from './moves.ts'
import { columnOf, nameOf, type Place } from './places.ts'

/** Sends a task from one place to another, and offers to take that back. */
export async function moveUndoably(moves: Moves, task: HTMLElement, from: Place, to: Place): Promise<void> {
  if (!(await moves.moveTask(task, to))) return
  const words = [wordsForMove(task.id, from, to), from.columnId === to.columnId ? null : wordsAboutLimit(to.columnId)]
  const undo = (): void => {
    const moved = document.getElementById(task.id)
    if (moved !== null) void moves.moveTask(moved, from)
  }
  showToast({ words: words.filter((part) => part !== null).join('. '), action: { label: 'Undo', run: undo } })
}

function wordsForMove(id: string, from: Place, to: Place): string {
  const task = document.getElementById(id)
  const column = task === null ? null : columnOf(task)
  if (task === null || column === null) return 'Moved'
  return from.columnId === to.columnId ? `“${nameOf(task)}” moved` : `“${nameOf(task)}” moved to ${nameOf(column)}`
}
