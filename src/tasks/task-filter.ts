import { wordsOf } from '../platform/text-match.ts'

const DAY_MS = 86_400_000
/** What more than anybody wants is cut off. */
const charactersAtMost = 200

/** What a filter may ask about, as its part of the address is called. */
export const filterKinds = ['label', 'assignee', 'priority', 'due'] as const
export type FilterKind = (typeof filterKinds)[number]

/**
 * Which tasks of a board to show. Of one kind any will do, different kinds all have to fit. Labels and assignees are ids; `none` is a
 * task without any, `me` is who looks.
 */
export type TaskFilter = Record<FilterKind, readonly string[]> & { q: string }

/** A task as a filter sees it. Days are calendar days, as `2026-03-12`. */
export interface FilterableTask {
  id: number
  /** Without case. */
  foldedTitle: string
  label: readonly string[]
  assignee: readonly string[]
  priority: string | undefined
  dueOn: string | undefined
  isFinished: boolean
}

const known: Record<FilterKind, RegExp> = {
  label: /^(\d{1,10}|none)$/,
  assignee: /^(\d{1,10}|me|none)$/,
  priority: /^(low|medium|high|urgent|none)$/,
  due: /^(overdue|today|week|none)$/,
}

/**
 * Reads a filter from an address or a form. What nobody could have meant is passed over.
 * @param valuesOf all values of a field
 */
export function readFilter(valuesOf: (name: FilterKind | 'q') => readonly string[]): TaskFilter {
  const chosen = (kind: FilterKind): string[] => valuesOf(kind).filter((value) => known[kind].test(value))
  return {
    q: (valuesOf('q')[0] ?? '').toWellFormed().slice(0, charactersAtMost),
    label: chosen('label'),
    assignee: chosen('assignee'),
    priority: chosen('priority'),
    due: chosen('due'),
  }
}

/** Whether a filter hides anything. */
export function isFiltering(filter: TaskFilter): boolean {
  return filter.q.trim() !== '' || filterKinds.some((kind) => filter[kind].length > 0)
}

/**
 * The test that a filter puts to each task.
 * @param viewer who looks, and the calendar day where they are
 */
export function taskMatcher(
  filter: TaskFilter,
  { viewerId, today }: { viewerId: number; today: string },
): (task: FilterableTask) => boolean {
  const words = wordsOf(filter.q)
  const assignees = filter.assignee.map((value) => (value === 'me' ? String(viewerId) : value))
  const week = new Date(Date.parse(today) + 6 * DAY_MS).toISOString().slice(0, 10)
  return (task) =>
    words.every((word) => holdsWord(task, word)) &&
    isAnyOf(filter.label, task.label) &&
    isAnyOf(assignees, task.assignee) &&
    isAnyOf(filter.priority, task.priority === undefined ? [] : [task.priority]) &&
    (filter.due.length === 0 || filter.due.some((when) => isDue(task, when, today, week)))
}

/** `#12` means the task of that number too. */
function holdsWord({ id, foldedTitle }: FilterableTask, word: string): boolean {
  return foldedTitle.includes(word) || word === `#${id}`
}

function isAnyOf(wanted: readonly string[], present: readonly string[]): boolean {
  if (wanted.length === 0) return true
  return present.length === 0 ? wanted.includes('none') : present.some((value) => wanted.includes(value))
}

/** A finished task is due no more. */
function isDue({ dueOn, isFinished }: FilterableTask, when: string, today: string, week: string): boolean {
  if (dueOn === undefined) return when === 'none'
  if (isFinished) return false
  if (when === 'overdue') return dueOn < today
  if (when === 'today') return dueOn === today
  return when === 'week' && dueOn >= today && dueOn <= week
}
