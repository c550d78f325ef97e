/**
 * Every keyboard shortcut: the list that `/shortcuts/` shows and the browser obeys. `keys` holds the ways to press it, each a
 * sequence of keys as `KeyboardEvent.key` names them. `href` is where it leads; `focus` says that it belongs to what has the focus,
 * where a key means what it always does.
 */
export const shortcuts = [
  { id: 'palette', section: 'Everywhere', words: 'Search or jump to', keys: [['Control+k'], ['/']] },
  { id: 'shortcuts', section: 'Everywhere', words: 'Keyboard shortcuts', keys: [['?']] },
  { id: 'go-home', section: 'Everywhere', words: 'Go to my work', keys: [['g', 'h']], href: '/' },
  {
    id: 'go-inbox',
    section: 'Everywhere',
    words: 'Go to the inbox',
    keys: [['g', 'i']],
    href: '/messaging/notifications/',
  },
  { id: 'go-rooms', section: 'Everywhere', words: 'Go to the rooms', keys: [['g', 'r']], href: '/messaging/' },
  { id: 'go-board', section: 'Everywhere', words: 'Go to the board of this page', keys: [['g', 'b']] },
  { id: 'theme', section: 'Everywhere', words: 'Light, dark or as the system has it', keys: [['t']] },
  { id: 'conversation', section: 'On a board', words: 'Open or close the conversation', keys: [['[']] },
  { id: 'new-task', section: 'On a board', words: 'New task', keys: [['n']] },
  { id: 'filter', section: 'On a board', words: 'Filter the tasks', keys: [['f']] },
  { id: 'clear-filter', section: 'On a board', words: 'Clear the filter', keys: [['x']] },
  { id: 'task-down', section: 'On a board', words: 'Next task', keys: [['j'], ['ArrowDown']] },
  { id: 'task-up', section: 'On a board', words: 'Previous task', keys: [['k'], ['ArrowUp']] },
  { id: 'task-left', section: 'On a board', words: 'Column before', keys: [['h'], ['ArrowLeft']] },
  { id: 'task-right', section: 'On a board', words: 'Next column', keys: [['l'], ['ArrowRight']] },
  { id: 'task-open', section: 'On a task', words: 'Open it', keys: [['Enter']], focus: true },
  {
    id: 'task-lift',
    section: 'On a task',
    words: 'Pick it up; arrows move it, Space drops it, Escape puts it back',
    keys: [[' ']],
    focus: true,
  },
  { id: 'task-edit', section: 'On a task', words: 'Edit its title', keys: [['e']] },
  { id: 'task-assign', section: 'On a task', words: 'Assign it to me, or no longer', keys: [['a']] },
  { id: 'task-archive', section: 'On a task', words: 'Archive it', keys: [['c']] },
  {
    id: 'message-step',
    section: 'On a message',
    words: 'The one before, the next one',
    keys: [['ArrowUp'], ['ArrowDown']],
    focus: true,
  },
  { id: 'message-edit', section: 'On a message', words: 'Edit it, if it is yours', keys: [['e']], focus: true },
  {
    id: 'message-last',
    section: 'On a message',
    words: 'Edit your last one, where nothing is written yet',
    keys: [['ArrowUp']],
    focus: true,
  },
] as const satisfies Shortcut[]

/** One entry of the list. */
export interface Shortcut {
  id: string
  section: 'Everywhere' | 'On a board' | 'On a task' | 'On a message'
  words: string
  keys: string[][]
  href?: string
  focus?: true
}

/** What the browser has to do by itself for a shortcut: all but links and what belongs to the focus. */
export type CommandId = Exclude<(typeof shortcuts)[number], { href: string } | { focus: true }>['id']

/** How a key is called where people read it. */
export function keyName(key: string): string {
  return keyNames[key] ?? key.replace(/^Control\+(.)$/, (_, letter: string) => `Ctrl ${letter.toUpperCase()}`)
}

const keyNames: Record<string, string> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  ' ': 'Space',
}
