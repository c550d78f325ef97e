import { filterKinds } from '../../tasks/task-filter.ts'

/** Some browsers allow so few changes of the address that one for each letter would be too many. */
const SETTLE_MS = 250
const FIELDS = ['q', ...filterKinds]

/** Keeps a board's filter in the page's address, beside what else stands there: a reload, a link and going back show the same. */
export class FilterAddress {
  #form: HTMLFormElement
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `returned` is called when the address has changed by itself, and the form with it. */
  constructor(form: HTMLFormElement, returned: () => void) {
    this.#form = form
    window.addEventListener('popstate', () => {
      this.fill(new URLSearchParams(location.search))
      returned()
    })
  }

  /** The filter as the form has it. */
  search(): URLSearchParams {
    const fields = [...new FormData(this.#form)].flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    )
    return new URLSearchParams(fields.filter(([name = '', value]) => FIELDS.includes(name) && value !== ''))
  }

  write(): void {
    clearTimeout(this.#timer)
    const address = new URL(location.href)
    for (const name of FIELDS) address.searchParams.delete(name)
    for (const [name, value] of this.search()) address.searchParams.append(name, value)
    if (address.href !== location.href) history.replaceState(history.state, '', address)
  }

  writeSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.write(), SETTLE_MS)
  }

  /** Fills the form in as an address says. */
  fill(search: URLSearchParams): void {
    for (const field of this.#form.querySelectorAll<HTMLInputElement>('input[name="q"], input[type="checkbox"]')) {
      if (field.type === 'checkbox') field.checked = search.getAll(field.name).includes(field.value)
      else field.value = search.get(field.name) ?? ''
    }
  }
}
