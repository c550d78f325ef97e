import type { Answer } from '../live/protocol.ts'
import { callApi } from '../shared/api.ts'
import { showToast } from '../shared/toasts.ts'
import { currentSheet, currentTaskId, partAround, whileSaving } from './sheet.ts'

/** One change at a time reaches the server, in the order in which they were made. */
let queue: Promise<unknown> = Promise.resolve()

/** A change of the task that the sheet shows. */
export type TaskChange = Record<string, string | number | number[] | null>

/** Saves a change of the task, and says so. Answers what the server did; what it refuses is said at `field` as well. */
export function saveTask(field: HTMLElement, change: TaskChange): Promise<Answer<object>> {
  const path = `/api/v1/tasks/${currentTaskId()}`
  return save(field, () => callApi('PATCH', path, change))
}

/** The same for any call of the API that changes something of the sheet. */
export function save<Facts>(field: HTMLElement, call: () => Promise<Answer<Facts>>): Promise<Answer<Facts>> {
  const mine = queue.then(() => whileSaving(field, () => saveNow(field, call)))
  queue = mine
  return mine
}

async function saveNow<Facts>(field: HTMLElement, call: () => Promise<Answer<Facts>>): Promise<Answer<Facts>> {
  say('Saving…')
  const answer = await call()
  if (answer.ok) {
    say('Saved')
    showError(field, '')
    return answer
  }
  say('Not saved')
  const words = Object.values(answer.error.fields ?? {})[0] ?? answer.error.message
  showError(field, words)
  showToast({ words: `Not saved. ${words}` })
  return answer
}

/** Shows what is wrong with a field at the field; nothing when `words` is empty. */
export function showError(field: HTMLElement, words: string): void {
  const around = field.closest('form.step, form.edit-form, form.step-form') ?? partAround(field)
  const place = around?.querySelector<HTMLElement>('[data-error]')
  field.ariaInvalid = words === '' ? null : 'true'
  if (place === null || place === undefined) return
  place.textContent = words
  place.hidden = words === ''
}

function say(words: string): void {
  const place = currentSheet()?.querySelector('[data-sheet-state]')
  if (place !== null && place !== undefined) place.textContent = words
}
