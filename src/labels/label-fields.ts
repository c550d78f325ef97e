import * as z from 'zod'
import { LabelColour } from '../platform/db/index.ts'
import { integerId } from '../platform/ids.ts'
import { shortText } from '../platform/text-fields.ts'

/** The parts of an address of one label. */
export const labelParams = z.object({ labelId: integerId })

/** Every colour that a label may have, in the order in which they are offered. */
export const colours = Object.values(LabelColour)

const name = shortText(40, 'needs a name')
const colour = z.enum(LabelColour, `is one of ${colours.join(', ')}`)

export const newLabel = z.object({ name, colour })

export type NewLabel = z.output<typeof newLabel>

/** What of a label can be changed. What is missing stays as it is. */
export const labelChanges = newLabel.partial()

export type LabelChanges = z.output<typeof labelChanges>
