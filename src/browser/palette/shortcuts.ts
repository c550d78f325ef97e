import { shortcuts, type CommandId, type Shortcut } from '../../palette/shortcuts.ts'
import { isSign, KeyReader } from './key-reader.ts'
import { singleKeysAreOn } from './single-keys.ts'

/** What the page can do by itself. Each says whether it did: where it can't, the key is left to others. */
export type Commands = Record<CommandId, () => boolean>

const TYPED_INTO = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]'
const TASK_LINK = '.task-title a'

/** Obeys the keyboard shortcuts, but not while somebody types or a dialog is open. */
export function startShortcuts(commands: Commands): void {
  const reader = new KeyReader()
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || isForOthers(event)) return
    const id = reader.read(event, event.timeStamp)
    if (id !== null && run(id, commands)) event.preventDefault()
  })
}

function isForOthers(event: KeyboardEvent): boolean {
  if (document.querySelector('dialog:modal') !== null) return true
  // Arrows belong to what has the focus: here, to tasks alone.
  if (event.key.startsWith('Arrow')) return document.activeElement?.matches(TASK_LINK) !== true || event.shiftKey
  if (!isSign(event)) return false
  return !singleKeysAreOn() || (event.target instanceof Element && event.target.closest(TYPED_INTO) !== null)
}

function run(id: Shortcut['id'], commands: Commands): boolean {
  const { href } = (shortcuts as readonly Shortcut[]).find((shortcut) => shortcut.id === id) ?? {}
  if (href === undefined) return isCommand(id, commands) && commands[id]()
  location.assign(href)
  return true
}

function isCommand(id: string, commands: Commands): id is CommandId {
  return id in commands
}
