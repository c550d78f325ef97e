import type { Filter } from '../boards/filter.ts'
import { focusTask } from '../boards/focus-tasks.ts'
import { openQuickAdd } from '../boards/quick-add.ts'
import { archiveTask, assignTask, editTask } from '../boards/task-commands.ts'
import type { Viewer } from '../shared/viewer.ts'
import { Palette } from './palette.ts'
import { rememberBoard } from './recent-boards.ts'
import { startShortcuts, type Commands } from './shortcuts.ts'
import { ShortcutsDialog } from './shortcuts-dialog.ts'
import { startSingleKeySwitches } from './single-keys.ts'

/** Starts the palette and the keyboard shortcuts, which run the same commands. */
export function startPalette(viewer: Viewer, filter: Filter | null): void {
  const dialog = document.querySelector<HTMLDialogElement>('dialog#palette')
  const words = document.querySelector<HTMLInputElement>('#palette-words')
  if (dialog === null || words === null) return
  const list = new ShortcutsDialog()
  const palette: Palette = new Palette(dialog, words, (id, title) => run(id, title))
  const commands = createCommands(viewer, filter, palette, list)
  const run = (id: string, title: string | undefined): boolean =>
    id === 'new-task' ? openQuickAdd(title) : id in commands && commands[id as keyof Commands]()
  startTriggers(palette, list)
  startSingleKeySwitches()
  startShortcuts(commands)
  startBoardVisit()
}

function createCommands(viewer: Viewer, filter: Filter | null, palette: Palette, list: ShortcutsDialog): Commands {
  return {
    palette: () => openPalette(palette),
    shortcuts: () => list.open(),
    theme: () => press('[data-theme-switch]'),
    conversation: () => press('.close-conversation:visible') || press('.conversation-toggle'),
    'go-board': () => press('.sidebar-board > [aria-current], .sidebar-board:has([aria-current]) > a, [data-part="back"]'),
    'new-task': () => openQuickAdd(undefined),
    filter: () => {
      filter?.enter()
      return filter !== null
    },
    'clear-filter': () => filter?.clear() ?? false,
    'task-down': () => focusTask('down'),
    'task-up': () => focusTask('up'),
    'task-left': () => focusTask('left'),
    'task-right': () => focusTask('right'),
    'task-edit': editTask,
    'task-assign': () => assignTask(viewer.id),
    'task-archive': archiveTask,
  }
}
