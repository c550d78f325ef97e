import { callApi } from '../shared/api.ts'
import { enterOnOpen } from '../shared/enter-on-open.ts'
import { showToast } from '../shared/toasts.ts'

const QUICK_ADD = 'form.quick-add'

/** Adds tasks without loading the page: opening the form puts the cursor into it, Enter adds and the form stays open, Escape closes it. `added` gets the task's id. */
export function startQuickAdd(added: (taskId: number) => void): void {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || !form.matches(QUICK_ADD)) return
    event.preventDefault()
    void add(form, added)
  })
  document.addEventListener('keydown', (event) => {
    const form = event.target instanceof Element ? event.target.closest<HTMLFormElement>(QUICK_ADD) : null
    if (form !== null && !event.isComposing) act(event, form)
  })
  enterOnOpen(`details:has(> ${QUICK_ADD})`, (details) => {
    details.querySelector<HTMLElement>(`${QUICK_ADD} :is([name="title"], [name="name"])`)?.focus()
  })
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest(`${QUICK_ADD} [data-quick-add-close]`) : null
    if (button !== null) close(button)
  })
}

/**
 * Opens the form for a new task, in the column that has the focus or else the first. Answers false where there is none.
 * @param title what to write into it; what was begun there before is kept
 */
export function openQuickAdd(title?: string): boolean {
  const focused = document.activeElement?.closest('.column')?.querySelector(QUICK_ADD)
  const form = focused ?? document.querySelector(`[data-board][data-can-edit] .column ${QUICK_ADD}`)
  const field = form?.querySelector<HTMLInputElement | HTMLTextAreaElement>('[name="title"]')
  const details = form?.closest('details')
  if (!field || !details || details.closest('[data-can-edit]') === null) return false
  details.open = true
  if (title !== undefined && field.value.trim() === '') field.value = title
  field.focus()
  return true
}

function act(event: KeyboardEvent, form: HTMLFormElement): void {
  if (event.key === 'Escape') close(form)
  if (event.key !== 'Enter' || event.shiftKey || !(event.target instanceof HTMLTextAreaElement)) return
  event.preventDefault()
  form.requestSubmit()
}

/** Where the form stands in a `<details>`, that is closed; what was typed stays for the next time. */
function close(within: Element): void {
  const details = within.closest('details')
  const field = within.closest(QUICK_ADD)?.querySelector<HTMLElement>('[name="title"]')
  if (details === null) return field?.blur()
  details.open = false
  details.querySelector('summary')?.focus()
}

async function add(form: HTMLFormElement, added: (taskId: number) => void): Promise<void> {
  const field = form.querySelector<HTMLInputElement | HTMLTextAreaElement>('[name="title"]')
  if (field === null || form.ariaBusy === 'true' || field.value.trim() === '') return
  form.ariaBusy = 'true'
  const sent = field.value
  const answer = await callApi<{ task: { id: number } }>('POST', apiPath(form), { title: sent })
  form.ariaBusy = null
  showError(form, field, answer.ok ? '' : (answer.error.fields?.title ?? answer.error.message))
  if (!answer.ok) return field.focus()
  // The next title may have been begun while this one was on its way.
  if (field.value === sent) field.value = ''
  field.focus()
  added(answer.task.id)
}

/** The form and the API have the same path, but for the API's own prefix. */
function apiPath(form: HTMLFormElement): string {
  return `/api/v1${new URL(form.action).pathname.replace(/\/$/, '')}`
}

function showError(form: HTMLFormElement, field: HTMLElement, words: string): void {
  const place = form.querySelector<HTMLElement>('[data-quick-add-error]')
  field.ariaInvalid = words === '' ? null : 'true'
  if (place === null && words !== '') showToast({ words })
  if (place === null) return
  place.textContent = words
  place.hidden = words === ''
}
