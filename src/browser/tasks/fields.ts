import { callApi } from '../shared/api.ts'
import { save, saveTask, type TaskChange } from './saving.ts'
import { currentTaskId } from './sheet.ts'

/** While somebody types a date or a number, each key makes another one. */
const TYPING_MS = 1000
const FIELDS = '[data-fields], #sheet-move'

type Field = HTMLInputElement | HTMLSelectElement

/** Fields that were changed while the cursor is still in them, and will be saved soon. */
const waiting = new Map<Field, ReturnType<typeof setTimeout>>()

/** Lets each field of a sheet save itself when it was changed. `saved` is called after each. */
export function startFields(saved: () => void): void {
  document.addEventListener('input', ({ target }) => mirror(target))
  document.addEventListener('change', ({ target }) => {
    if (isField(target)) changed(target, saved)
  })
  document.addEventListener('focusout', ({ target }) => {
    if (isField(target)) flush(target, saved)
  })
  document.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement) || !event.target.matches(FIELDS)) return
    event.preventDefault()
    for (const field of waiting.keys()) flush(field, saved)
  })
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-clear]') : null
    if (button !== null) clear(button, saved)
  })
}

function isField(target: EventTarget | null): target is Field {
  if (!(target instanceof HTMLInputElement) && !(target instanceof HTMLSelectElement)) return false
  return target.form?.matches(FIELDS) === true
}

function changed(field: Field, saved: () => void): void {
  clearTimeout(waiting.get(field))
  if (!isTyped(field)) return void saveField(field, saved)
  waiting.set(
    field,
    setTimeout(() => flush(field, saved), TYPING_MS),
  )
}

function isTyped(field: Field): boolean {
  return field.type === 'date' || field.type === 'number'
}

function flush(field: Field, saved: () => void): void {
  if (!waiting.has(field)) return
  clearTimeout(waiting.get(field))
  waiting.delete(field)
  void saveField(field, saved)
}

async function saveField(field: Field, saved: () => void): Promise<void> {
  const { name, value } = asChange(field)
  if (value === undefined) return
  // Read now: another task may be open when this change has its turn.
  const movePath = `/api/v1/tasks/${currentTaskId()}/move`
  const answer =
    name === 'columnId'
      ? await save(field, () => callApi('POST', movePath, { columnId: value }))
      : await saveTask(field, { [name]: value })
  if (answer.ok) field.setAttribute('value', field.value)
  saved()
}

/** What a field says, as the API takes it; undefined where it says nothing yet. */
function asChange(field: Field): { name: string; value: TaskChange[string] | undefined } {
  const { name, value, type, validity } = field
  if (validity.badInput) return { name, value: undefined }
  if (field instanceof HTMLInputElement && type === 'checkbox') return inList(field)
  if (type === 'range') return { name: 'progress', value: Number(value) }
  if (type === 'number') return { name, value: value === '' ? undefined : Number(value) }
  // While a year is typed it begins with zeros.
  if (type === 'date') return { name, value: value.startsWith('0') ? undefined : value || null }
  return { name, value: name === 'columnId' ? Number(value) : value || null }
}

/** One of a list comes or goes: the others may have changed meanwhile. `assigneeIds` becomes `addAssigneeIds`. */
function inList({ name, value, checked }: HTMLInputElement): { name: string; value: number[] } {
  const list = name.charAt(0).toUpperCase() + name.slice(1)
  return { name: `${checked ? 'add' : 'remove'}${list}`, value: [Number(value)] }
}

function clear(button: HTMLElement, saved: () => void): void {
  const field = document.getElementById(button.dataset.clear ?? '')
  if (!(field instanceof HTMLInputElement)) return
  field.value = ''
  field.focus()
  void saveField(field, saved)
}

/** The slider and the number beside it say the same. */
function mirror(target: EventTarget | null): void {
  if (!(target instanceof HTMLInputElement) || target.closest('[data-part="progress"]') === null) return
  const other = target.closest('dd')?.querySelector<HTMLInputElement>(`input:not([type="${target.type}"])`)
  if (other !== null && other !== undefined) other.value = target.value
}
