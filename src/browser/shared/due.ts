import { dueState, DueWords } from './due-words.ts'

const words = new DueWords()

/**
 * Says at every `<time data-due>` within `root` how it stands to the viewer's own day: its words, and the state by which the
 * style sheet picks colour and icon.
 * @param today the viewer's calendar day, as `2026-03-12`
 */
export function markDueDays(root: ParentNode, today: string): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>('time[data-due]')) mark(element, today)
}

function mark(element: HTMLTimeElement, today: string): void {
  const { due = '', finished } = element.dataset
  if (Number.isNaN(Date.parse(due))) return
  const isFinished = finished !== undefined
  const state = dueState(due, isFinished, today)
  if (state === null) delete element.dataset.state
  else element.dataset.state = state
  const said = words.say(due, isFinished, today)
  if (element.textContent !== said) element.textContent = said
  element.title = words.full(due)
}
