import * as z from 'zod'
import { integerId, strictIntegerId } from '../../platform/ids.ts'
import { shortText } from '../../platform/text-fields.ts'

/** The parts of an address under a step. */
export const stepParams = z.object({ stepId: integerId })

const text = shortText(500, 'say what the step is')

export const newStep = z.object({ text })

/** What of a step can be changed. What is missing stays as it is. */
export const stepChanges = z.object({ text: text.optional(), isDone: z.boolean('is true or false').optional() })

export type StepChanges = z.output<typeof stepChanges>

/** Where a step is put: below another one, or first. */
export const stepPlace = z.object({ afterStepId: strictIntegerId.nullable() })

export type StepPlace = z.output<typeof stepPlace>

/** What the form of a step sends: a box that is not checked is missing, so `_fields` says that it was there. */
export const stepForm = z
  .object({ text: text.optional(), isDone: z.string().optional(), _fields: z.literal('isDone').optional() })
  .transform(({ text: given, isDone, _fields }): StepChanges => ({
    ...(given !== undefined && { text: given }),
    ...(_fields !== undefined && { isDone: isDone !== undefined }),
  }))

/** The same as a form sends it: nothing stands for null. */
export const stepPlaceForm = z.object({
  afterStepId: z.union([z.literal('').transform(() => null), integerId]),
})
