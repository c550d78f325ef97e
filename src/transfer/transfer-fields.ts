import * as z from 'zod'
import { optionalText, shortText } from '../platform/text-fields.ts'

/** What is asked beside the file: another name than the file's, and whether people come along. */
export const importOptions = z.object({
  name: optionalText(120)
    .transform((text) => text || undefined)
    .pipe(shortText(120, 'needs a name').optional()),
  addPeople: z
    .enum(['yes'], 'is yes, or left out')
    .optional()
    .transform((choice) => choice === 'yes'),
})

/** The largest file that is read. */
export const largestFileBytes = 10 * 1024 * 1024
