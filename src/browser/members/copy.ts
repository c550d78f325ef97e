/** Lets a button with `data-copy` put what a field holds on the clipboard, and say so. */
export function startCopying(): void {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-copy]') : null
    const field = document.getElementById(button?.dataset.copy ?? '')
    if (button !== null && field instanceof HTMLInputElement) void copy(button, field)
  })
}

async function copy(button: HTMLElement, field: HTMLInputElement): Promise<void> {
  // Selected in any case: where the clipboard is out of reach, one key press is left to do.
  field.select()
  if (!(await isCopied(field))) return field.focus()
  const words = button.querySelector<HTMLElement>('[data-copy-words]')
  if (words !== null) words.textContent = words.dataset.copied ?? ''
}

async function isCopied(field: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value)
    return true
  } catch {
    // Without https there is no clipboard but this old way.
    return document.execCommand('copy')
  }
}
