import * as z from 'zod'
import { calendarDay } from '../platform/calendar-day.ts'
import { integerId, strictIntegerId } from '../platform/ids.ts'
import { longestMarkdown } from '../platform/markdown.ts'
import { optionalText, shortText } from '../platform/text-fields.ts'

/** The parts of an address under a task. */
export const taskParams = z.object({ taskId: integerId })
/** The parts of an address under a column. */
export const columnParams = z.object({ columnId: integerId })

const title = shortText(500, 'say what is to be done')
/** A form sends its line ends as two characters; the same text is the same, however it came. */
const markdown = z
  .string('has to be text')
  .transform((text) => text.replaceAll(/\r\n?/g, '\n'))
  .pipe(optionalText(longestMarkdown).removeDefault())
const ids = z.array(strictIntegerId).max(100, 'may name 100 at most')

export const newTask = z.object({ title })

export const priorities = ['low', 'medium', 'high', 'urgent'] as const

/** What of a task can be changed where it stands. What is missing stays as it is. */
export const taskChanges = z.object({
  title: title.optional(),
  /** The title that the edit began from, as with the description. */
  titleBefore: z.string('has to be text').max(500, 'may have 500 characters at most').optional(),
  description: markdown.optional(),
  /** The text that the edit began from: somebody else's edit meanwhile is not overwritten. */
  descriptionBefore: markdown.optional(),
  priority: z.enum(priorities, 'is low, medium, high or urgent').nullable().optional(),
  startOn: calendarDay.nullable().optional(),
  dueOn: calendarDay.nullable().optional(),
  progress: z
    .number('has to be a number')
    .int('has to be a whole number')
    .min(0, 'is 0 to 100')
    .max(100, 'is 0 to 100')
    .optional(),
  /** The whole list. Who means one of it adds or removes that one: two who do so in the same moment lose nothing. */
  assigneeIds: ids.optional(),
  addAssigneeIds: ids.optional(),
  removeAssigneeIds: ids.optional(),
  labelIds: ids.optional(),
  addLabelIds: ids.optional(),
  removeLabelIds: ids.optional(),
})

export type TaskChanges = z.output<typeof taskChanges>

/**
 * The same as a form sends it: all is text, nothing stands for null, and a list of which nothing is chosen is missing, so `_fields`
 * says which lists were there.
 */
export const taskForm = z.preprocess(asJson, taskChanges)

function asJson(form: unknown): unknown {
  const { priority, startOn, dueOn, progress, assigneeIds, labelIds, _fields, ...words } = form as Record<
    string,
    unknown
  >
  const lists = [_fields].flat()
  return {
    ...words,
    priority: priority === '' ? null : priority,
    startOn: startOn === '' ? null : startOn,
    dueOn: dueOn === '' ? null : dueOn,
    progress: progress === undefined || progress === '' ? undefined : Number(progress),
    assigneeIds: lists.includes('assigneeIds') ? numbers(assigneeIds) : undefined,
    labelIds: lists.includes('labelIds') ? numbers(labelIds) : undefined,
  }
}

function numbers(texts: unknown = []): number[] {
  return [texts].flat().map(Number)
}

/** Where a task is put: by its new neighbours, null for an end of the column. Without either it goes to the end. */
export const taskPlace = z.object({
  columnId: strictIntegerId,
  afterTaskId: strictIntegerId.nullable().optional(),
  beforeTaskId: strictIntegerId.nullable().optional(),
})

/** A place between neighbours. */
export type TaskPlace = z.output<typeof taskPlace> & { afterTaskId: number | null }
