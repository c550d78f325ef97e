import type { Viewer } from '../shared/viewer.ts'

/**
 * What somebody has written among others: a message of a room, a comment of a task. It has an id, can have the focus
 * (`tabindex="-1"`), and carries
 *
 * - `data-entry-address`: its address in the JSON API. GET answers what it says, by the name of its kind, as
 *   `{message: {content, version, deletedAt}}`; PATCH `{content, version}` changes it, DELETE deletes it. What was deleted has none.
 * - `data-author-id`, and a link `.timestamp` that leads to it.
 * - `data-entry-kind`: what it is called, there and in words; `message` unless it says otherwise.
 *
 * Around it, `data-can-write` says that the viewer may write there, and `data-can-moderate` that they may delete what others wrote.
 */
export type Entry = HTMLElement

const ENTRY = '[data-entry-address]'

/** The innermost entry around an element, or null. */
export function entryAround(target: EventTarget | null): Entry | null {
  return target instanceof Element ? target.closest<HTMLElement>(ENTRY) : null
}

/** What an entry is called. */
export function kindOf(entry: Entry): string {
  return entry.dataset.entryKind ?? 'message'
}

export function addressOf(entry: Entry): string {
  return entry.dataset.entryAddress ?? ''
}

export function mayEdit(entry: Entry, viewer: Viewer): boolean {
  return entry.dataset.authorId === String(viewer.id) && isWithin(entry, '[data-can-write]')
}

export function mayDelete(entry: Entry, viewer: Viewer): boolean {
  return mayEdit(entry, viewer) || isWithin(entry, '[data-can-moderate]')
}

/** In a room that was put away nothing can be changed. */
function isWithin(entry: Entry, place: string): boolean {
  const talk = entry.closest(place)
  return talk !== null && talk.querySelector('[data-room-closed]') === null
}
