import { swapIn } from '../live/append.ts'
import { isTyped } from '../live/carry-over.ts'
import { parseFragment } from '../live/patches.ts'

/** How the server left each part of the sheet: what is drawn the same again need not be put in anew. */
const drawn = new WeakMap<Element, string>()
/** Parts whose change is on its way to the server, by the name of the part. */
const saving = new Map<string, number>()

/** The task's sheet that the page shows, alone or in the panel. */
export function currentSheet(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-task-sheet]')
}

/** The task that the page shows, or 0. */
export function currentTaskId(): number {
  return Number(currentSheet()?.dataset.taskId ?? 0)
}

/** Takes down how a sheet was drawn; before anybody does anything with it. */
export function noteDrawn(sheet: HTMLElement): void {
  for (const part of partsOf(sheet)) drawn.set(part, drawingOf(part))
}

/** Fetches a task's sheet; null when there is none any more, for this person. Rejects when the server can't be reached. */
export async function fetchSheet(taskId: number): Promise<HTMLElement | null> {
  const address = `/tasks/${taskId}/sheet/`
  const response = await fetch(address, { headers: { accept: 'text/html' }, cache: 'no-store' })
  if (response.status === 404) return null
  if (!response.ok || response.redirected) throw new Error(`${address} answered ${response.status}`)
  const sheet = parseFragment(await response.text()).querySelector<HTMLElement>('[data-task-sheet]')
  if (sheet === null) throw new Error(`${address} is no sheet`)
  return sheet
}

/**
 * Brings what is shown up to date part by part. A part in which somebody is writing, or whose change is on its way, stays as it is
 * until that is over. Answers whether every part could be brought up to date.
 */
export function showFresh(sheet: HTMLElement, fresh: HTMLElement): boolean {
  let isComplete = true
  for (const part of partsOf(fresh)) {
    const old = partOf(sheet, part.dataset.part ?? '')
    const drawing = drawingOf(part)
    if (old === null || drawn.get(old) === drawing) continue
    if (isBusy(old)) isComplete = false
    else {
      drawn.set(part, drawing)
      swapIn(old, part, () => old.replaceWith(part))
    }
  }
  sheet.dataset.version = fresh.dataset.version ?? ''
  return isComplete
}

/** Whether a person came to be allowed more or less than the sheet was drawn for. */
export function isDrawnForOthers(sheet: HTMLElement, fresh: HTMLElement): boolean {
  return (sheet.querySelector('[data-fields]') === null) !== (fresh.querySelector('[data-fields]') === null)
}

/** The part of a sheet with this name, e.g. `dueOn`. */
export function partOf(sheet: ParentNode, name: string): HTMLElement | null {
  return sheet.querySelector<HTMLElement>(`[data-part="${name}"]`)
}

/** The part in which an element stands. */
export function partAround(element: Element): HTMLElement | null {
  return element.closest<HTMLElement>('[data-part]')
}

/** Keeps a part as it is while `save` runs. */
export async function whileSaving<Result>(element: Element, save: () => Promise<Result>): Promise<Result> {
  const name = partAround(element)?.dataset.part ?? ''
  saving.set(name, (saving.get(name) ?? 0) + 1)
  try {
    return await save()
  } finally {
    saving.set(name, (saving.get(name) ?? 1) - 1)
  }
}

function partsOf(sheet: HTMLElement): HTMLElement[] {
  return [...sheet.querySelectorAll<HTMLElement>('[data-part]')]
}

/** Tokens differ from one drawing to the next. */
function drawingOf(part: HTMLElement): string {
  return part.outerHTML.replaceAll(/(name="_csrf" value=")[^"]*/g, '$1')
}

function isBusy(part: HTMLElement): boolean {
  if ((saving.get(part.dataset.part ?? '') ?? 0) > 0) return true
  if (part.querySelector('details[data-edit][open]') !== null) return true
  const focused = document.activeElement
  return focused !== null && part.contains(focused) && isField(focused) && isTyped(focused)
}

function isField(element: Element): element is HTMLInputElement | HTMLTextAreaElement {
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && element.type !== 'checkbox')
}
