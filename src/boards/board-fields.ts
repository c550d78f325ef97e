import * as z from 'zod'
import { integerId } from '../platform/ids.ts'
import { optionalText, shortText } from '../platform/text-fields.ts'

/** The parts of an address under a board. */
export const boardParams = z.object({ boardId: integerId })
/** The parts of an address of one member. */
export const memberParams = z.object({ boardId: integerId, userId: integerId })

export const newBoard = z.object({
  name: shortText(120, 'needs a name'),
  description: optionalText(500),
})

/** A role that can be given; there is one owner. */
export const givenRole = z.enum(['admin', 'member', 'viewer'], 'is admin, member or viewer')

export const newMember = z.object({
  username: z.string().trim().min(1, 'say who').max(64, 'is too long for a username'),
  role: givenRole.default('member'),
})
