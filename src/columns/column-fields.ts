import * as z from 'zod'
import { strictIntegerId } from '../platform/ids.ts'
import { shortText } from '../platform/text-fields.ts'

const name = shortText(80, 'needs a name')
const wipLimit = z
  .number('has to be a number')
  .int('has to be a whole number')
  .min(1, 'is 1 or more')
  .max(999, 'is 999 at most')

export const newColumn = z.object({ name })

/** What of a column can be changed. What is missing stays as it is. */
export const columnChanges = z.object({
  name: name.optional(),
  wipLimit: wipLimit.nullable().optional(),
  isDone: z.boolean().optional(),
})

export type ColumnChanges = z.output<typeof columnChanges>

/** The same as a form sends it: an empty limit is none, a box that is not ticked is missing. */
export const columnForm = z.object({
  name,
  wipLimit: z
    .string()
    .trim()
    .transform((typed) => (typed === '' ? null : Number(typed)))
    .pipe(wipLimit.nullable())
    .default(null),
  isDone: z
    .string()
    .optional()
    .transform((ticked) => ticked !== undefined),
})

/** Where a column is put: behind another, or first. */
export const columnPlace = z.object({ afterColumnId: strictIntegerId.nullable() })
