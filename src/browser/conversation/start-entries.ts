import type { Viewer } from '../shared/viewer.ts'
import { EntryActions } from './actions.ts'
import { startEntryKeys } from './keys.ts'

/** Lets messages and comments be edited, deleted and linked to, wherever the page shows them. */
export function startEntries(viewer: Viewer): void {
  new EntryActions(viewer)
  startEntryKeys(viewer)
}
