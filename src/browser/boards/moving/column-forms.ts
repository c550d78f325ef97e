import type { AnswerError } from '../../live/protocol.ts'
import { callApi } from '../../shared/api.ts'
import { showToast } from '../../shared/toasts.ts'
import type { Moving } from './moving.ts'
import { columnBeside, columnOf, idOf, nameOf } from './places.ts'
import { speak } from './speech.ts'

/** Lets a board's columns be made, changed, moved and archived without loading the page. */
export function startColumnForms(moving: Moving): void {
  document.addEventListener('submit', (event) => {
    const form = event.target
    const submit = form instanceof HTMLFormElement ? Object.entries(forms).find(([kind]) => form.matches(kind)) : null
    if (!(form instanceof HTMLFormElement) || submit === undefined || submit === null) return
    event.preventDefault()
    if (form.ariaBusy === 'true') return
    form.ariaBusy = 'true'
    void submit[1](form, moving).finally(() => (form.ariaBusy = null))
  })
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-column-move]') : null
    if (button !== null) void move(button, moving)
  })
}

type Submit = (form: HTMLFormElement, moving: Moving) => Promise<void>
type Changed = { column: { id: number; version: number } }

const forms: Record<string, Submit> = {
  'form[data-column-form]': change,
  'form[data-column-archive]': archive,
  'form.new-column-form': create,
}

async function change(form: HTMLFormElement, { told }: Moving): Promise<void> {
  const fields = new FormData(form)
  const limit = textOf(fields, 'wipLimit')
  const columnId = columnOf(form)?.id
  const answer = await callApi<Changed>('PATCH', apiPath(form), {
    name: textOf(fields, 'name'),
    wipLimit: limit === '' ? null : Number(limit),
    isDone: fields.has('isDone'),
  })
  if (answer.ok) await told.upTo(answer.column.version)
  // It may have been drawn anew meanwhile.
  const present = document.querySelector<HTMLFormElement>(`#${columnId} form[data-column-form]`)
  if (present === null) return
  showError(present, answer.ok ? null : answer.error)
  if (!answer.ok) return
  present.reset()
  closeMenu(present)
}

async function create(form: HTMLFormElement, { told }: Moving): Promise<void> {
  const field = form.querySelector<HTMLInputElement>('[name="name"]')
  const name = field?.value ?? ''
  if (name.trim() === '') return field?.focus()
  const answer = await callApi<Changed>('POST', apiPath(form), { name })
  showError(form, answer.ok ? null : answer.error)
  if (!answer.ok || field === null) return
  if (field.value === name) field.value = ''
  await told.upTo(answer.column.version)
  document.getElementById(`column-${answer.column.id}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  field.focus({ preventScroll: true })
}

async function archive(form: HTMLFormElement, { told }: Moving): Promise<void> {
  const column = columnOf(form)
  if (column === null) return
  const path = `/api/v1/columns/${idOf(column)}`
  const answer = await callApi<Changed>('POST', `${path}/archive`)
  if (!answer.ok) return showToast({ words: answer.error.message })
  await told.upTo(answer.column.version)
  showToast({
    words: `“${nameOf(column)}” archived with its tasks`,
    action: { label: 'Undo', run: () => void restore(path) },
  })
}

async function restore(path: string): Promise<void> {
  const answer = await callApi('POST', `${path}/restore`)
  if (!answer.ok) showToast({ words: answer.error.message })
}

async function move(button: HTMLElement, { moves }: Moving): Promise<void> {
  const column = columnOf(button)
  const side = button.dataset.columnMove === 'left' ? 'left' : 'right'
  const beside = column === null ? null : columnBeside(column, side)
  closeMenu(button)
  if (column === null) return
  if (beside === null) return speak(`${nameOf(column)} is the ${side === 'left' ? 'first' : 'last'} column already.`)
  if (side === 'left') beside.before(column)
  else beside.after(column)
  column.querySelector<HTMLElement>('.column-menu summary')?.focus({ preventScroll: true })
  column.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  speak(wordsForColumn(column))
  await moves.moveColumn(column)
}

function wordsForColumn(column: HTMLElement): string {
  const columns = [...(column.parentElement?.querySelectorAll('.column[id]') ?? [])]
  return `${nameOf(column)} is column ${columns.indexOf(column) + 1} of ${columns.length}.`
}

function closeMenu(within: Element): void {
  const menu = within.closest<HTMLDetailsElement>('details.menu')
  if (menu === null) return
  menu.open = false
  menu.querySelector('summary')?.focus({ preventScroll: true })
}

function textOf(fields: FormData, name: string): string {
  const value = fields.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** The form and the API have the same path, but for the API's own prefix. */
function apiPath(form: HTMLFormElement): string {
  return `/api/v1${new URL(form.action).pathname.replace(/\/$/, '')}`
}

/** At the first field that is wrong, and in words below; null takes both away. What was typed stays. */
function showError(form: HTMLFormElement, error: AnswerError | null): void {
  const place = form.querySelector<HTMLElement>('.error')
  const [name, words] = Object.entries(error?.fields ?? {})[0] ?? []
  for (const field of form.querySelectorAll('input')) field.ariaInvalid = field.name === name ? 'true' : null
  if (place !== null) {
    place.textContent = words ?? error?.message ?? ''
    place.hidden = error === null
  }
  if (name !== undefined) form.querySelector<HTMLElement>(`[name="${name}"]`)?.focus()
}
