import * as z from 'zod'
import { integerId } from '../platform/ids.ts'
import { optionalText, shortText } from '../platform/text-fields.ts'

/** The parts of an address under a board. */
export const boardParams = z.object({ boardId: integerId })

export const newBoard = z.object({
  name: shortText(120, 'needs a name'),
  description: optionalText(500),
})

/** What of a board can be changed; what is missing stays as it is. */
export const boardChanges = z.object({
  name: newBoard.shape.name.optional(),
  description: newBoard.shape.description.removeDefault().optional(),
})

/** The board's name, typed by whoever deletes it: by hand, so not letter by letter where white space is concerned. */
export const typedName = z.object({ name: z.string().max(1000, 'is not the board’s name').default('') })
