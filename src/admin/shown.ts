import type { Column, Shown, ShownLink, ShownState } from './model.ts'

/** A column that shows what a row holds. @param sort where it can be put in order by that */
export function column<Row>(heading: string, show: (row: Row) => Shown, sort?: string): Column<Row> {
  return sort === undefined ? { heading, show } : { heading, show, sort }
}

/** The way to a record of another model. */
export function linkTo(slug: string, key: number | string, words: string): ShownLink {
  return { words, href: `/admin/${slug}/${key}/` }
}

/** The way to a person's record. */
export function linkToUser(user: { id: number; username: string } | null): ShownLink | null {
  return user && linkTo('users', user.id, user.username)
}

/** A word with a coloured dot. */
export function stateOf(state: ShownState['state'], words: string): ShownState {
  return { state, words }
}

/** Whether something was put away. */
export function archiveState(archivedAt: Date | null): ShownState {
  return archivedAt ? stateOf('', 'In the archive') : stateOf('good', 'In use')
}

/** Whether what somebody said was changed or taken back since. */
export function saidState({ deletedAt, editedAt }: { deletedAt: Date | null; editedAt: Date | null }): Shown {
  if (deletedAt) return stateOf('bad', 'Deleted')
  return editedAt ? stateOf('', 'Edited') : null
}

/** Options of a select, from the values themselves: "plum" is shown as "Plum". */
export function optionsOf(values: readonly string[]): { value: string; label: string }[] {
  return values.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1).replaceAll('_', ' ') }))
}
