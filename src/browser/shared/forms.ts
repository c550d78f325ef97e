/** Keeps a form from being submitted twice, and leads to what was wrong with the last try. */
export function startForms(): void {
  document.querySelector<HTMLElement>('.error-summary')?.focus()
  // After every other listener, so that forms which are sent without loading the page are left alone.
  window.addEventListener('submit', (event) => {
    if (event.target instanceof HTMLFormElement && !event.defaultPrevented) submitOnce(event, event.target)
  })
  // Gone back to from the browser's own cache, the page is as it was left: busy.
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll<HTMLFormElement>('form[data-busy]')) setBusy(form, false)
  })
}

/** Whether a form was sent and not answered yet. Its answer leads on: what the page hears meanwhile is of the form's own deed. */
export function isAwaitingAnswer(): boolean {
  return document.querySelector('form[data-busy]') !== null
}

function submitOnce(event: Event, form: HTMLFormElement): void {
  if ('busy' in form.dataset) event.preventDefault()
  else setBusy(form, true)
}

/** Nothing is disabled: a disabled field or button would not be sent. */
function setBusy(form: HTMLFormElement, isBusy: boolean): void {
  form.toggleAttribute('data-busy', isBusy)
  for (const button of form.querySelectorAll('button:not([type="button"])')) button.ariaBusy = isBusy ? 'true' : null
}
