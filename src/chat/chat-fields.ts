import * as z from 'zod'
import { content } from '../mentions/index.ts'
import { clientId, integerId, textId, versionNumber } from '../platform/ids.ts'

/** The parts of an address under a room. */
export const roomParams = z.object({ roomId: integerId })

/** The parts of an address under a message. */
export const messageParams = z.object({ messageId: textId })

export const newMessage = z.object({ content, clientId })

export type NewMessage = z.output<typeof newMessage>

/** `version` is that of the message as its author saw it before: with it, nothing newer is written over. */
export const messageEdit = z.object({ content, version: versionNumber.optional() })

export type MessageEdit = z.output<typeof messageEdit>

/** How far somebody has read, as a version of the room. */
export const readMark = z.object({ version: versionNumber })
