import * as z from 'zod'
import { integerId } from '../platform/ids.ts'
import { optionalText, shortText } from '../platform/text-fields.ts'

/** The parts of an address under a board. */
export const boardParams = z.object({ boardId: integerId })

export const newBoard = z.object({
  name: shortText(120, 'needs a name'),
  description: optionalText(500),
})
