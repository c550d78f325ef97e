import { callApi } from '../shared/api.ts'
import { enterOnOpen } from '../shared/enter-on-open.ts'
import { save, showError } from './saving.ts'
import { currentTaskId } from './sheet.ts'

/** Lets the steps of a checklist be added, checked, said in other words, moved and deleted where they stand. */
export function startSteps(refresh: () => Promise<void>): void {
  document.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches('[data-step] [name="isDone"]'))
      void check(target).then(refresh)
  })
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || !form.matches('[data-step], [data-add-step]')) return
    event.preventDefault()
    if (form.matches('[data-add-step]')) void add(form, refresh)
    else void actOnStep(form, event.submitter, refresh)
  })
  enterOnOpen('#sheet-add-step', (details) => details.querySelector<HTMLElement>('[name="text"]')?.focus())
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('[data-close-add-step]') !== null) closeAdding()
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !(event.target instanceof Element)) return
    if (event.target.closest('[data-add-step]') === null) return
    event.preventDefault()
    closeAdding()
  })
}

async function check(box: HTMLInputElement): Promise<void> {
  const answer = await save(box, () => callApi('PATCH', pathOf(box), { isDone: box.checked }))
  if (!answer.ok) box.checked = !box.checked
}

async function add(form: HTMLFormElement, refresh: () => Promise<void>): Promise<void> {
  const field = form.querySelector<HTMLInputElement>('[name="text"]')
  if (field === null || form.ariaBusy === 'true') return
  form.ariaBusy = 'true'
  const sent = field.value
  // Read now: another task may be open when this step has its turn.
  const path = `/api/v1/tasks/${currentTaskId()}/steps`
  const answer = await save(field, () => callApi('POST', path, { text: sent }))
  form.ariaBusy = null
  // The next step may have been begun while this one was on its way.
  if (answer.ok && field.value === sent) field.value = ''
  field.focus()
  await refresh()
}

async function actOnStep(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
  refresh: () => Promise<void>,
): Promise<void> {
  const path = pathOf(form)
  if (submitter?.matches('[data-step-move]') === true) await move(form, path, submitter, refresh)
  else if (submitter?.matches('[data-step-delete]') === true) await remove(form, path, refresh)
  else await rename(form, path, refresh)
}

async function rename(form: HTMLFormElement, path: string, refresh: () => Promise<void>): Promise<void> {
  const field = form.querySelector<HTMLInputElement>('[name="text"]')
  if (field === null) return
  const answer = await save(field, () => callApi('PATCH', path, { text: field.value }))
  if (!answer.ok) return field.focus()
  field.defaultValue = field.value
  closeMenu(form)
  await refresh()
}

async function move(
  form: HTMLFormElement,
  path: string,
  button: HTMLElement,
  refresh: () => Promise<void>,
): Promise<void> {
  const below = button.getAttribute('value') ?? ''
  const words = button.textContent
  const answer = await save(form, () =>
    callApi('POST', `${path}/move`, { afterStepId: below === '' ? null : Number(below) }),
  )
  showError(form, '')
  if (!answer.ok) return
  await refresh()
  // The menu stays open where the step now is, and the focus at the same choice, so that it can go on.
  const moved = document.getElementById(form.closest('li')?.id ?? '')
  const same = [...(moved?.querySelectorAll<HTMLElement>('[data-step-move]') ?? [])].find(
    ({ textContent }) => textContent === words,
  )
  ;(same ?? moved?.querySelector<HTMLElement>('[data-step-move]'))?.focus()
}

async function remove(form: HTMLFormElement, path: string, refresh: () => Promise<void>): Promise<void> {
  const next = form.closest('li')?.nextElementSibling?.id ?? form.closest('li')?.previousElementSibling?.id
  const answer = await save(form, () => callApi('DELETE', path))
  if (!answer.ok) return
  closeMenu(form)
  await refresh()
  const successor = next === undefined ? null : document.getElementById(next)?.querySelector('summary')
  ;(successor ?? document.querySelector<HTMLElement>('#sheet-add-step > summary'))?.focus()
}

function pathOf(within: Element): string {
  return `/api/v1/steps/${within.closest<HTMLElement>('[data-step-id]')?.dataset.stepId}`
}

function closeMenu(form: HTMLFormElement): void {
  const menu = form.querySelector<HTMLDetailsElement>('details.step-menu')
  if (menu === null) return
  menu.open = false
  menu.querySelector('summary')?.focus()
}

/** What was typed stays for the next time. */
function closeAdding(): void {
  const details = document.querySelector<HTMLDetailsElement>('#sheet-add-step')
  if (details === null) return
  details.open = false
  details.querySelector('summary')?.focus()
}
