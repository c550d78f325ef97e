import { markDueDays } from './due.ts'
import { TimeWords, type TimeKind } from './time-words.ts'

const words = new TimeWords()

/** Writes every time on the page as the viewer's clock and calendar have it, and again when a new day begins. */
export function startTimes(): void {
  localizeTimes(document)
  setTimeout(startTimes, millisecondsToMidnight(new Date()))
}

/** Writes times and due days within `root` in the viewer's time zone and locale. */
export function localizeTimes(root: ParentNode): void {
  const now = new Date()
  for (const element of root.querySelectorAll<HTMLTimeElement>('time[data-time]')) localize(element, now)
  markDueDays(root, words.dayKey(now))
}

/** The viewer's calendar day of a time: equal for two times of one day. */
export function dayKey(time: Date): string {
  return words.dayKey(time)
}

/** Makes a `<time>` show `time` in the viewer's words. */
export function setTime(element: HTMLTimeElement, time: Date): void {
  element.dateTime = time.toISOString()
  localize(element, new Date())
}

function localize(element: HTMLTimeElement, now: Date): void {
  const time = new Date(element.dateTime)
  if (Number.isNaN(time.getTime())) return
  const said = words.say(kindOf(element), time, now)
  if (element.textContent !== said) element.textContent = said
  if (element.dataset.time !== 'day') element.title = words.full(time)
}

function kindOf(element: HTMLTimeElement): TimeKind {
  const kind = element.dataset.time
  return kind === 'clock' || kind === 'day' ? kind : 'moment'
}

function millisecondsToMidnight(now: Date): number {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1)
  // A second more, so that a timer that comes early does not find the old day again.
  return midnight.getTime() - now.getTime() + 1000
}
