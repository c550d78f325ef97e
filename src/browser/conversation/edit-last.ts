import { editEntry } from './edit-entry.ts'

/** Lets ArrowUp in a composer where nothing is written yet edit the last thing that the viewer said. */
export function editLastOnArrowUp(text: HTMLTextAreaElement, list: HTMLElement): void {
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowUp' || event.defaultPrevented || event.isComposing || event.repeat || text.value !== '')
      return
    const last = [...list.querySelectorAll<HTMLElement>('[data-mine][data-entry-address]')].at(-1)
    if (last === undefined) return
    event.preventDefault()
    void editEntry(last)
  })
}
