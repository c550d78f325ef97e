import { forget, keep, recall } from '../shared/storage.ts'

/** What was being written into an entry and is not saved yet, and the version that it began from. */
export type UnsavedText = { content: string; version: number }

/**
 * What is being written into an entry, by its address: kept through reloads, and while the entry is out of the page, until it is saved
 * or given up. Only its author edits an entry, so the address says whose it is.
 */
export function recallUnsaved(address: string): UnsavedText | null {
  try {
    const { content, version } = JSON.parse(recall(keyOf(address)) ?? '{}') as Partial<UnsavedText>
    return typeof content === 'string' && typeof version === 'number' ? { content, version } : null
  } catch {
    // What lies in the storage may come from another version, or from someone's hands.
    return null
  }
}

export function keepUnsaved(address: string, unsaved: UnsavedText): void {
  keep(keyOf(address), JSON.stringify(unsaved))
}

export function forgetUnsaved(address: string): void {
  forget(keyOf(address))
}

function keyOf(address: string): string {
  return `taskflow:unsaved:${address}`
}
