import * as z from 'zod'
import { clientId, integerId, textId, versionNumber } from '../platform/ids.ts'

/** The parts of an address under a room. */
export const roomParams = z.object({ roomId: integerId })

/** The parts of an address under a message. */
export const messageParams = z.object({ messageId: textId })

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

/** `version` is that of the message as its author saw it before: with it, nothing newer is written over. */
export const messageEdit = z.object({ content, version: versionNumber.optional() })

export type MessageEdit = z.output<typeof messageEdit>

/** How far somebody has read, as a version of the room. */
export const readMark = z.object({ version: versionNumber })
