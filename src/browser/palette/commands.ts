import type { Filter } from '../boards/filter.ts'
import { focusTask } from '../boards/focus-tasks.ts'
import { openQuickAdd } from '../boards/quick-add.ts'
import type { TaskCommands } from '../boards/task-commands.ts'
import type { Commands } from './shortcuts.ts'

/** What the commands act on. */
export type CommandPorts = {
  filter: Filter | null
  tasks: TaskCommands
  openPalette: () => boolean
  openShortcuts: () => boolean
}

/** What the page can do by itself, for the keys and for the palette. */
export function createCommands({ filter, tasks, openPalette, openShortcuts }: CommandPorts): Commands {
  return {
    palette: openPalette,
    shortcuts: openShortcuts,
    theme: () => press('[data-theme-switch]'),
    conversation: () => pressVisible('.close-conversation') || pressVisible('.conversation-toggle'),
    'go-board': () => press('.sidebar-board:has([aria-current]) > a, [data-part="back"]'),
    'new-task': () => openQuickAdd(),
    filter: () => filter?.enter() ?? false,
    'clear-filter': () => filter?.clear() ?? false,
    'task-down': () => focusTask('down'),
    'task-up': () => focusTask('up'),
    'task-left': () => focusTask('left'),
    'task-right': () => focusTask('right'),
    'task-edit': () => tasks.editTitle(),
    'task-assign': () => tasks.assign(),
    'task-archive': () => tasks.archive(),
  }
}

function press(selector: string): boolean {
  const control = document.querySelector<HTMLElement>(selector)
  control?.click()
  return control !== null
}

function pressVisible(selector: string): boolean {
  const control = [...document.querySelectorAll<HTMLElement>(selector)].find((one) => one.checkVisibility())
  control?.click()
  return control !== undefined
}
