import { shortcuts, type CommandId, type Shortcut } from '../../palette/shortcuts.ts'
import { isSign, KeyReader } from './key-reader.ts'
import { singleKeysAreOn } from './single-keys.ts'

/** What the page can do by itself. Each says whether it did: where it can't, the key is left to others. */
export type Commands = Record<CommandId, () => boolean>

const TYPED_INTO = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]'
const TASK_PANEL = '[data-task-panel]'
const TASK_LINK = '.task-title a'

/** Obeys the keyboard shortcuts, but not while somebody types or a dialog is open. */
export function startShortcuts(commands: Commands): void {
  const reader = new KeyReader()
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || isForOthers(event)) return
    const id = reader.read(event, event.timeStamp)
    if (id !== null && !isBehindPanel(id) && run(id, commands)) event.preventDefault()
  })
}

function isForOthers(event: KeyboardEvent): boolean {
  if (document.querySelector(`dialog:modal:not(${TASK_PANEL})`) !== null) return true
  // Arrows belong to what has the focus: here, to tasks alone.
  if (event.key.startsWith('Arrow')) return document.activeElement?.matches(TASK_LINK) !== true || event.shiftKey
  if (!isSign(event)) return false
  return !singleKeysAreOn() || isTypedInto(event.target)
}

/** A field of a dialog that has just been closed keeps the focus until the next frame, though nobody sees it any more. */
function isTypedInto(target: EventTarget | null): boolean {
  const field = target instanceof Element ? target.closest(TYPED_INTO) : null
  return field !== null && field.closest('dialog:not([open])') === null
}

/** While a task lies open over the board, the board is out of reach. */
function isBehindPanel(id: Shortcut['id']): boolean {
  return find(id)?.section === 'On a board' && document.querySelector(`${TASK_PANEL}:modal`) !== null
}

function find(id: string): Shortcut | undefined {
  return (shortcuts as readonly Shortcut[]).find((shortcut) => shortcut.id === id)
}

function run(id: Shortcut['id'], commands: Commands): boolean {
  const href = find(id)?.href
  if (href === undefined) return isCommand(id, commands) && commands[id]()
  location.assign(href)
  return true
}

/** Whether a page has such a command. */
export function isCommand(id: string, commands: Commands): id is CommandId {
  return id in commands
}
