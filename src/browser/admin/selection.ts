/** Makes "select all" work on lists of the admin site, and counts what is selected. */
export function startSelections(): void {
  for (const list of document.querySelectorAll<HTMLFormElement>('[data-selection]')) startSelection(list)
}

function startSelection(list: HTMLFormElement): void {
  const all = list.querySelector<HTMLInputElement>('[data-select-all]')
  const boxes = [...list.querySelectorAll<HTMLInputElement>('input[name="key"]')]
  const count = list.querySelector<HTMLOutputElement>('[data-selected-count]')
  const show = (): void => {
    const selected = boxes.filter(({ checked }) => checked).length
    if (count) count.textContent = `${selected === 0 ? 'None' : selected} of ${boxes.length} selected`
    if (!all) return
    all.checked = selected === boxes.length
    all.indeterminate = selected > 0 && selected < boxes.length
  }
  all?.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked
    show()
  })
  for (const box of boxes) box.addEventListener('change', show)
  // Going back, the browser has ticked again what was ticked.
  show()
}
