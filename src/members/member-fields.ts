import * as z from 'zod'
import { integerId, strictIntegerId } from '../platform/ids.ts'

/** The parts of an address of one member. */
export const memberParams = z.object({ boardId: integerId, userId: integerId })

/** A role that can be given; there is one owner. */
export const givenRole = z.enum(['admin', 'member', 'viewer'], 'is admin, member or viewer')

/** Who owns a board is not handed out with a role. */
export type GivenRole = z.output<typeof givenRole>

export const newMember = z.object({
  username: z.string().trim().min(1, 'say who').max(64, 'is too long for a username'),
  role: givenRole.default('member'),
})

const inAForm = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(Number)

/** Whom a board is handed over to: a number in JSON, its digits in a form. */
export const newOwner = z.object({
  userId: z.union([strictIntegerId, inAForm.pipe(strictIntegerId)], 'has to be someone on this board'),
})

/** For how many days an invitation's link works. */
export const invitationDays = [1, 7, 30] as const

const days = z.union([z.literal([...invitationDays]), z.enum(['1', '7', '30']).transform(Number)], 'is 1, 7 or 30')

export const newInvitation = z.object({ role: givenRole.default('member'), days: days.default(7) })

export const invitationParams = z.object({ invitationId: integerId })
