import * as z from 'zod'
import { content } from '../mentions/index.ts'
import { clientId, integerId } from '../platform/ids.ts'
import { optionalText, shortText } from '../platform/text-fields.ts'

/** The parts of an address under a room. */
export const roomParams = z.object({ roomId: integerId })

export const newMessage = z.object({ content, clientId })

export type NewMessage = z.output<typeof newMessage>

export const newRoom = z.object({ name: shortText(60, 'needs a name'), description: optionalText(250) })
