import type { Answer } from '../../live/protocol.ts'
import { callApi } from '../../shared/api.ts'
import { showToast } from '../../shared/toasts.ts'
import { readViewer } from '../../shared/viewer.ts'
import type { Moves } from './moves.ts'
import { columnOf, idOf, listOf, nameOf, placeOf, shownTasks, type Place } from './places.ts'
import type { Told } from './told.ts'
import { moveUndoably } from './undoable.ts'

/** What a deed of the menu needs; `columnId` is the column chosen. */
type Deed = { moves: Moves; told: Told; task: HTMLElement; columnId: number | null }

/** What the menu of a task does, by the names that its template uses. */
export const deeds = {
  'to-column': toEnd,
  'to-top': ({ moves, task }: Deed) => moveUndoably(moves, task, placeOf(task), topOf(task)),
  'to-bottom': toEnd,
  assign: ({ told, task }: Deed) => assign(told, task, true),
  unassign: ({ told, task }: Deed) => assign(told, task, false),
  archive: archive,
}

export type DeedName = keyof typeof deeds

/** To the end of the column chosen, or of its own. */
async function toEnd({ moves, task, columnId }: Deed): Promise<void> {
  const column = columnId === null ? columnOf(task) : document.getElementById(`column-${columnId}`)
  const list = column === null ? null : listOf(column)
  if (column === null || list === null) return showToast({ words: 'That column is not on the board any more.' })
  const last = [...list.querySelectorAll<HTMLElement>('.task[id]')].findLast((other) => other !== task)
  const to = { columnId: idOf(column), afterTaskId: last === undefined ? null : idOf(last), beforeTaskId: null }
  await moveUndoably(moves, task, placeOf(task), to)
}

function topOf(task: HTMLElement): Place {
  const first = [...(task.parentElement?.querySelectorAll<HTMLElement>('.task[id]') ?? [])].find(
    (other) => other !== task,
  )
  const beforeTaskId = first === undefined ? null : idOf(first)
  return { columnId: placeOf(task).columnId, afterTaskId: null, beforeTaskId }
}

async function assign(told: Told, task: HTMLElement, isMine: boolean): Promise<void> {
  const path = `/api/v1/tasks/${idOf(task)}`
  const viewerIds = [readViewer()?.id ?? 0]
  const change = isMine ? { addAssigneeIds: viewerIds } : { removeAssigneeIds: viewerIds }
  const answer = await callApi<{ task: { version: number } }>('PATCH', path, change)
  if (!answer.ok) return complain(answer)
  await told.upTo(answer.task.version)
}

async function archive({ told, task }: Deed): Promise<void> {
  const path = `/api/v1/tasks/${idOf(task)}`
  const others = task.parentElement === null ? [] : shownTasks(task.parentElement)
  const at = others.indexOf(task)
  const next = others[at + 1] ?? others[at - 1]
  const answer = await callApi<{ task: { version: number } }>('POST', `${path}/archive`)
  if (!answer.ok) return complain(answer)
  await told.upTo(answer.task.version)
  if (next !== undefined && isFocusFree(task)) focusOn(next.id)
  const restore = async (): Promise<void> => complain(await callApi('POST', `${path}/restore`))
  showToast({ words: `“${nameOf(task)}” archived`, action: { label: 'Undo', run: () => void restore() } })
}

/** A task that fades away may have the focus for a moment still. */
function isFocusFree(task: HTMLElement): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body || task.contains(activeElement)
}

function focusOn(taskId: string): void {
  document.getElementById(taskId)?.querySelector<HTMLElement>('.task-title a')?.focus()
}

function complain(answer: Answer<object>): void {
  if (!answer.ok) showToast({ words: answer.error.message })
}
