import * as z from 'zod'
import { optionalText, shortText } from '../platform/text-fields.ts'

const whenNul = 'holds a character that can’t be kept'
const hasNoNul = (text: string): boolean => !text.includes('\u0000')

/** A text of a board file as it is; PostgreSQL can't store the character U+0000. */
export function keptText(longest: number) {
  return z
    .string('has to be text')
    .max(longest, `may have ${longest.toLocaleString('en')} characters at most`)
    .refine(hasNoNul, whenNul)
    .transform((text) => text.toWellFormed())
}

/** The same for a name, which has to be there. */
export function keptName(longest: number) {
  return shortText(longest, 'needs a name').refine(hasNoNul, whenNul)
}

/** The same for a text that may be empty or missing. Lines end as everywhere here: an edit is compared with what it began from. */
export function keptOptionalText(longest: number) {
  return z
    .string('has to be text')
    .transform((text) => text.replaceAll(/\r\n?/g, '\n'))
    .pipe(optionalText(longest).removeDefault().refine(hasNoNul, whenNul))
    .default('')
}
