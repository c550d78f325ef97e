import * as z from 'zod'
import { membersByPrefix, type BoardAccess } from '../boards/index.ts'
import { labelsOf, type LabelView } from '../labels/index.ts'
import type { Person } from '../platform/actor.ts'
import type { Services } from '../platform/services.ts'
import { filterTasks, isFiltering, readFilter, type TaskFilter } from '../tasks/index.ts'

const peopleAtMost = 500

const texts = z
  .union([z.string().transform((text) => [text]), z.array(z.string())])
  .catch([])
  .default([])

/** A filter as it stands in a board's address; what does not fit is passed over. */
export const filterInput = { q: texts, label: texts, assignee: texts, priority: texts, due: texts }

export type FilterInput = z.output<z.ZodObject<typeof filterInput>>

/** A board's filter as its form shows it, and what it lets through. */
export interface BoardFilter {
  chosen: TaskFilter
  isOn: boolean
  labels: LabelView[]
  /** Everyone on the board but who looks. */
  people: Person[]
  /** undefined while nothing is filtered. */
  matching: Set<number> | undefined
  total: number
}

/**
 * Reads and applies a filter. What is not on the board (any more) is no part of it: an old address shows what it can.
 * @param today the calendar day where the viewer is
 */
export async function readBoardFilter(
  { db }: Services,
  { boardId, actor }: BoardAccess,
  input: FilterInput,
  today: string,
): Promise<BoardFilter> {
  const [labels, members] = await Promise.all([labelsOf(db, boardId), membersByPrefix(db, boardId, '', peopleAtMost)])
  const people = members.filter(({ id }) => id !== actor.id)
  const chosen = onlyKnown(
    readFilter((name) => input[name]),
    labels,
    people,
    actor.id,
  )
  const isOn = isFiltering(chosen)
  const found = isOn ? await filterTasks(db, boardId, chosen, { viewerId: actor.id, today }) : undefined
  return { chosen, isOn, labels, people, matching: found?.matching, total: found?.total ?? 0 }
}

function onlyKnown(filter: TaskFilter, labels: LabelView[], people: Person[], viewerId: number): TaskFilter {
  const isOneOf = (things: { id: number }[], value: string): boolean => things.some(({ id }) => String(id) === value)
  const assignees = filter.assignee.map((value) => (value === String(viewerId) ? 'me' : value))
  return {
    ...filter,
    label: filter.label.filter((value) => value === 'none' || isOneOf(labels, value)),
    assignee: assignees.filter((value) => value === 'none' || value === 'me' || isOneOf(people, value)),
  }
}
