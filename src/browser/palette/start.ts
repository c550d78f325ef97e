import type { Filter } from '../boards/filter.ts'
import type { Moving } from '../boards/moving/moving.ts'
import { openQuickAdd } from '../boards/quick-add.ts'
import { TaskCommands } from '../boards/task-commands.ts'
import type { Viewer } from '../shared/viewer.ts'
import { createCommands } from './commands.ts'
import { Palette } from './palette.ts'
import { rememberBoard } from './recent-boards.ts'
import { isCommand, startShortcuts, type Commands } from './shortcuts.ts'
import { ShortcutsDialog } from './shortcuts-dialog.ts'
import { startSingleKeySwitches } from './single-keys.ts'

/** Starts the palette and the keyboard shortcuts, which run the same commands. `board` is what the page's board offers, if it shows one. */
export function startPalette(viewer: Viewer, board: { filter: Filter | null; moving: Moving | null }): void {
  const shortcuts = new ShortcutsDialog()
  const palette = findPalette((id, title) => runCommand(commands, id, title))
  const commands = createCommands({
    filter: board.filter,
    tasks: new TaskCommands(board.moving, viewer.id),
    openPalette: () => palette?.open() ?? false,
    openShortcuts: () => shortcuts.open(),
  })
  startTriggers(commands)
  startSingleKeySwitches()
  startShortcuts(commands)
  noteBoard()
}

function findPalette(run: (id: string, title: string | undefined) => boolean): Palette | null {
  const dialog = document.querySelector<HTMLDialogElement>('dialog#palette')
  const words = document.querySelector<HTMLInputElement>('#palette-words')
  return dialog === null || words === null ? null : new Palette(dialog, words, run)
}

function runCommand(commands: Commands, id: string, title: string | undefined): boolean {
  if (id === 'new-task') return openQuickAdd(title)
  return isCommand(id, commands) && commands[id]()
}

/** Links that lead to a page of their own without a script. */
function startTriggers(commands: Commands): void {
  const isMac = navigator.platform.startsWith('Mac')
  for (const key of document.querySelectorAll('[data-palette-key]')) if (isMac) key.textContent = '⌘ K'
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-opens]') : null
    const opens = link?.dataset.opens ?? ''
    if (event.ctrlKey || event.metaKey || event.shiftKey || !isCommand(opens, commands)) return
    if (commands[opens]()) event.preventDefault()
  })
}

/** A board is looked at; `#new-task` in its address begins a task. */
function noteBoard(): void {
  const boardId = document.querySelector<HTMLElement>('[data-board]')?.dataset.boardId
  if (boardId === undefined) return
  rememberBoard(boardId)
  if (location.hash !== '#new-task') return
  history.replaceState(history.state, '', `${location.pathname}${location.search}`)
  openQuickAdd()
}
