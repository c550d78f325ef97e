import { ask } from '../shared/ask.ts'
import { enterOnOpen } from '../shared/enter-on-open.ts'
import { Editor } from './editor.ts'
import type { KeptEdits } from './kept-edits.ts'

const EDITOR = 'details[data-edit]'

type Port = {
  kept: KeptEdits
  /** Brings the sheet up to date after an edit. */
  refresh: () => Promise<void>
}

/** Lets the title and the description be changed where they stand. */
export function startEditInPlace(port: Port): void {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || !form.matches('[data-edit-form]')) return
    event.preventDefault()
    void editorAround(form, port)?.save()
  })
  enterOnOpen(EDITOR, (details) => editorAround(details, port)?.enter())
  document.addEventListener('input', ({ target }) => editorAround(target, port)?.keep())
  document.addEventListener('keydown', (event) => act(event, port))
  document.addEventListener('click', (event) => click(event, port))
}

/** Puts back what was being written when the page was left. */
export function restoreEdits(sheet: HTMLElement, port: Port): void {
  for (const details of sheet.querySelectorAll<HTMLElement>('[data-edit]')) editorAround(details, port)?.restore()
}

function editorAround(target: EventTarget | null, port: Port): Editor | null {
  const details = target instanceof Element ? target.closest<HTMLDetailsElement>(EDITOR) : null
  return details === null ? null : new Editor(details, port.kept, port.refresh)
}

function act(event: KeyboardEvent, port: Port): void {
  if (!(event.target instanceof HTMLTextAreaElement) || event.isComposing) return
  const editor = editorAround(event.target, port)
  if (editor === null) return
  const saves = event.key === 'Enter' && (editor.isOneLine ? !event.shiftKey : event.ctrlKey || event.metaKey)
  if (!saves && event.key !== 'Escape') return
  // Escape would close the panel around it too.
  event.preventDefault()
  event.stopPropagation()
  if (saves) void editor.save()
  else void cancel(editor)
}

function click({ target }: MouseEvent, port: Port): void {
  if (!(target instanceof Element)) return
  const editor = editorAround(target, port)
  if (target.closest('[data-edit-cancel]') !== null && editor !== null) void cancel(editor)
  if (target.closest('[data-edit-theirs]') !== null) editor?.takeTheirs()
  // Whoever marks words of the title wants to copy them.
  if (target.id === 'task-title' && getSelection()?.isCollapsed !== false) openBeside(target)
}

function openBeside(title: Element): void {
  title.parentElement?.querySelector<HTMLElement>(`${EDITOR}:not([open]) > summary`)?.click()
}

async function cancel(editor: Editor): Promise<void> {
  const mayDiscard =
    !editor.isChanged ||
    (await ask({
      heading: 'Discard what you typed?',
      text: 'It has not been saved.',
      yes: 'Discard',
      no: 'Go on editing',
    }))
  if (mayDiscard) editor.discard()
  else editor.enter()
}
