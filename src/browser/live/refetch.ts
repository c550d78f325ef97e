/**
 * Fetches a page of this site and answers its document.
 * Rejects when it can't be had or has moved (to the sign-in form, for example).
 */
export async function fetchPage(address: string): Promise<Document> {
  const response = await fetch(address, { headers: { accept: 'text/html' }, cache: 'no-store' })
  if (!response.ok || response.redirected) throw new Error(`${address} answered ${response.status}`)
  return new DOMParser().parseFromString(await response.text(), 'text/html')
}

/** Takes what a person has typed in `old` over into `fresh`: the same field of the same form. */
export function carryTyped(old: ParentNode, fresh: ParentNode): void {
  for (const field of old.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('textarea, input[type="text"]')) {
    if (field.value === field.defaultValue) continue
    const successor = [...fresh.querySelectorAll<typeof field>(field.localName)].find((other) => isSame(field, other))
    if (successor !== undefined) successor.value = field.value
  }
}

function isSame(field: HTMLInputElement | HTMLTextAreaElement, other: HTMLInputElement | HTMLTextAreaElement): boolean {
  const action = (of: typeof field): string | null | undefined => of.form?.getAttribute('action')
  return field.name === other.name && action(field) === action(other)
}
