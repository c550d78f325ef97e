import * as z from 'zod'
import { clientId } from '../platform/ids.ts'

/** The longest message, in characters. */
const longestContent = 8000

/** What someone says: kept as typed, but for white space around it. */
export const content = z
  .string('has to be text')
  .max(longestContent, `may have ${longestContent.toLocaleString('en')} characters at most`)
  .refine((text) => text.trim() !== '', 'say something')
  .transform((text) => text.toWellFormed().replaceAll('\r\n', '\n').trim())

export const newMessage = z.object({ content, clientId })

export type NewMessage = z.output<typeof newMessage>

export const newRoom = z.object({
  name: z.string('has to be text').trim().min(1, 'needs a name').max(60, 'may have 60 characters at most'),
  description: z.string().trim().max(250, 'may have 250 characters at most').default(''),
})
