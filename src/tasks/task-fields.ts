import * as z from 'zod'
import { calendarDay } from '../platform/calendar-day.ts'
import { integerId, strictIntegerId } from '../platform/ids.ts'
import { optionalText, shortText } from '../platform/text-fields.ts'

/** The parts of an address under a task. */
export const taskParams = z.object({ taskId: integerId })
/** The parts of an address under a column. */
export const columnParams = z.object({ columnId: integerId })

const title = shortText(500, 'say what is to be done')
const ids = z.array(strictIntegerId).max(100, 'may name 100 at most')

export const newTask = z.object({ title })

export const priorities = ['low', 'medium', 'high', 'urgent'] as const

/** What of a task can be changed where it stands. What is missing stays as it is. */
export const taskChanges = z.object({
  title: title.optional(),
  description: optionalText(20_000).removeDefault().optional(),
  /** The text that the edit began from: somebody else's edit meanwhile is not overwritten. */
  descriptionBefore: z.string().max(20_000).optional(),
  priority: z.enum(priorities, 'is low, medium, high or urgent').nullable().optional(),
  startOn: calendarDay.nullable().optional(),
  dueOn: calendarDay.nullable().optional(),
  progress: z
    .number('has to be a number')
    .int('has to be a whole number')
    .min(0, 'is 0 to 100')
    .max(100, 'is 0 to 100')
    .optional(),
  assigneeIds: ids.optional(),
  labelIds: ids.optional(),
})

export type TaskChanges = z.output<typeof taskChanges>

/** Where a task is put: by its new neighbours, null for an end of the column. */
export const taskPlace = z.object({
  columnId: strictIntegerId,
  afterTaskId: strictIntegerId.nullable(),
  beforeTaskId: strictIntegerId.nullable().optional(),
})

export type TaskPlace = z.output<typeof taskPlace>
