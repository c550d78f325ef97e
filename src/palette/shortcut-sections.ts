import { keyName, shortcuts, type Shortcut } from './shortcuts.ts'

/** A part of the list, as the templates draw it: each shortcut with the ways to press it, each a sequence of named keys. */
export interface ShortcutSection {
  name: string
  shortcuts: { id: string; words: string; ways: string[][] }[]
}

const names = ['Everywhere', 'On a board', 'On a task', 'On a message'] as const

export const shortcutSections: ShortcutSection[] = names.map((name) => ({
  name,
  shortcuts: all()
    .filter(({ section }) => section === name)
    .map(asDrawn),
}))

function all(): readonly Shortcut[] {
  return shortcuts
}

function asDrawn({ id, words, keys }: Shortcut): ShortcutSection['shortcuts'][number] {
  return { id, words, ways: keys.map((way) => way.map(keyName)) }
}
