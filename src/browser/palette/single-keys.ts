import { forget, keep, recall } from '../shared/storage.ts'

const KEY = 'taskflow:single-keys'

/** Whether shortcuts of single keys are wanted; who dictates may have switched them off (WCAG 2.1.4). */
export function singleKeysAreOn(): boolean {
  return recall(KEY) !== 'off'
}

/** Lets the checkboxes that say so switch them, wherever such a box is drawn. */
export function startSingleKeySwitches(): void {
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.matches('[data-single-keys]')) return
    if (target.checked) forget(KEY)
    else keep(KEY, 'off')
    showSingleKeys(document)
  })
  showSingleKeys(document)
}

/** Makes the checkboxes within `root` show what is set. */
export function showSingleKeys(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLInputElement>('[data-single-keys]')) box.checked = singleKeysAreOn()
}
