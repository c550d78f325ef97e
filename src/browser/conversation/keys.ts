import { singleKeysAreOn } from '../palette/single-keys.ts'
import type { Viewer } from '../shared/viewer.ts'
import { editEntry } from './edit-entry.ts'
import { entryAround, mayEdit } from './entries.ts'

/** An entry or what is left of one. */
const LINE = '[data-author-id][tabindex]'

/** Lets the arrows lead from one entry to the next while the focus is within one, and E edit it. */
export function startEntryKeys(viewer: Viewer): void {
  // Before the shortcuts, in which these keys mean something else.
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isWriting(event.target)) return
      if (!act(event, viewer)) return
      event.preventDefault()
      event.stopPropagation()
    },
    { capture: true },
  )
}

function act({ key, target, repeat }: KeyboardEvent, viewer: Viewer): boolean {
  if (key === 'ArrowUp') return step(target, -1)
  if (key === 'ArrowDown') return step(target, 1)
  const entry = key.toLowerCase() === 'e' && singleKeysAreOn() ? entryAround(target) : null
  if (entry === null || !mayEdit(entry, viewer)) return false
  if (!repeat) void editEntry(entry)
  return true
}

function step(target: EventTarget | null, way: -1 | 1): boolean {
  const line = target instanceof Element ? target.closest<HTMLElement>(LINE) : null
  const list = line?.closest('[role="log"], [data-entries]')
  if (line === null || !list) return false
  const lines = [...list.querySelectorAll<HTMLElement>(LINE)]
  const next = lines[lines.indexOf(line) + way]
  next?.focus({ preventScroll: true })
  next?.scrollIntoView({ block: 'nearest' })
  return next !== undefined
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('textarea, input, select, [contenteditable]')
}
