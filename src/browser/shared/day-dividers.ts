import { dayKey, setTime } from './times.ts'

/** When a list's entry happened: its first `<time>` that is no due day. */
export function timeOf(entry: Element): Date {
  const time = entry.querySelector<HTMLTimeElement>('time[data-time]')
  return new Date(time?.dateTime ?? Number.NaN)
}

/** Whether two entries lie on different days of the viewer's calendar. No entry before means a new day too. */
export function startsDay(entry: Element, previous: Element | null): boolean {
  return previous === null || dayOf(entry) !== dayOf(previous)
}

/**
 * Makes the divider in front of `entry` right: one when a day starts there, none otherwise. The template holds one element
 * with a `<time data-time="day">`; without a template there are no dividers.
 */
export function setDivider(entry: Element, isNeeded: boolean, template: HTMLTemplateElement | null): void {
  const present = dividersBefore(entry)
  const fitting = isNeeded ? present.find((divider) => divider.dataset.day === dayOf(entry)) : undefined
  for (const divider of present) if (divider !== fitting) divider.remove()
  if (isNeeded && fitting === undefined && template !== null) insertDivider(entry, template)
}

/** Takes away the dividers that nothing follows. */
export function trimDividers(list: Element): void {
  while (list.lastElementChild instanceof HTMLElement && isDivider(list.lastElementChild))
    list.lastElementChild.remove()
}

function insertDivider(entry: Element, template: HTMLTemplateElement): void {
  const divider = template.content.firstElementChild?.cloneNode(true)
  const time = divider instanceof HTMLElement ? divider.querySelector('time') : null
  if (!(divider instanceof HTMLElement) || time === null) return
  divider.dataset.day = dayOf(entry)
  setTime(time, timeOf(entry))
  entry.before(divider)
}

function dividersBefore(entry: Element): HTMLElement[] {
  const dividers: HTMLElement[] = []
  let at = entry.previousElementSibling
  for (; at instanceof HTMLElement && isDivider(at); at = at.previousElementSibling) dividers.push(at)
  return dividers
}

function isDivider(element: HTMLElement): boolean {
  return element.dataset.day !== undefined
}

function dayOf(entry: Element): string {
  const time = timeOf(entry)
  return Number.isNaN(time.getTime()) ? '' : dayKey(time)
}
