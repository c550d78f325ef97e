import * as z from 'zod'
import { clientId, integerId } from '../platform/ids.ts'

/** The parts of an address under a room. */
export const roomParams = z.object({ roomId: integerId })

/** The longest message, in characters. */
const longestContent = 8000

/** What someone says: kept as typed, but for white space around it. */
export const content = z
  .string('has to be text')
  .max(longestContent, `may have ${longestContent.toLocaleString('en')} characters at most`)
  .refine((text) => /[^\p{C}\p{Z}]/u.test(text), 'say something')
  .transform((text) => text.toWellFormed().replaceAll('\r\n', '\n').trim())

export const newMessage = z.object({ content, clientId })

export type NewMessage = z.output<typeof newMessage>
