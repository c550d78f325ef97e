type Field = HTMLInputElement | HTMLTextAreaElement

const TYPED =
  'textarea, input:not([type="hidden"], [type="password"], [type="file"], [type="checkbox"], [type="radio"])'

/**
 * Takes what a person has done in `old` over into `fresh`, which comes in its stead: typed words, opened parts; and which link leads to
 * where they are, which what is drawn for everyone can't say.
 */
export function carryOver(old: ParentNode, fresh: ParentNode): void {
  carryTyped(old, fresh)
  carryOpen(old, fresh)
  carryCurrent(old, fresh)
}

/** Takes what a person has typed in `old` over into `fresh`: the same field of the same form. */
export function carryTyped(old: ParentNode, fresh: ParentNode): void {
  for (const field of old.querySelectorAll<Field>(TYPED)) {
    if (!isTyped(field)) continue
    const successor = [...fresh.querySelectorAll<Field>(field.localName)].find((other) => isSame(field, other))
    if (successor !== undefined) successor.value = field.value
  }
}

/** Whether a field holds something else than what the server drew into it. */
export function isTyped(field: Field): boolean {
  return field.value !== (field.localName === 'textarea' ? field.textContent : (field.getAttribute('value') ?? ''))
}

function isSame(field: Field, other: Field): boolean {
  const action = (of: Field): string | null | undefined => of.closest('form')?.getAttribute('action')
  return field.name === other.name && action(field) === action(other)
}

/** A `<details>` is known again by its id, or by its place among those of its kind. */
function carryOpen(old: ParentNode, fresh: ParentNode): void {
  for (const details of old.querySelectorAll<HTMLDetailsElement>('details[open]')) {
    const like = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('details')].filter(({ id, className }) =>
        details.id === '' ? className === details.className : id === details.id,
      )
    like(fresh)[like(old).indexOf(details)]?.setAttribute('open', '')
  }
}

function carryCurrent(old: ParentNode, fresh: ParentNode): void {
  for (const link of old.querySelectorAll('a[aria-current]')) {
    const address = link.getAttribute('href')
    const same = [...fresh.querySelectorAll('a')].find((other) => other.getAttribute('href') === address)
    if (same !== undefined) same.ariaCurrent = link.ariaCurrent
  }
}
