import * as z from 'zod'

export const newBoard = z.object({
  name: z.string().trim().min(1, 'needs a name').max(120, 'may have 120 characters at most'),
  description: z.string().trim().max(500, 'may have 500 characters at most').default(''),
})

/** A role that can be given; there is one owner. */
export const givenRole = z.enum(['admin', 'member', 'viewer'], 'is admin, member or viewer')

export const newMember = z.object({
  username: z.string().trim().min(1, 'say who').max(64, 'is too long for a username'),
  role: givenRole.default('member'),
})
