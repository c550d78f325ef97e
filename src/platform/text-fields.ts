import * as z from 'zod'

/**
 * A short text that people read, such as a name. White space around it goes; half of a surrogate pair, which no database keeps,
 * becomes the replacement character; something in it has to be visible.
 */
export function shortText(longest: number, whenMissing: string) {
  return z
    .string('has to be text')
    .transform((text) => text.toWellFormed().trim())
    .refine((text) => /[^\p{C}\p{Z}]/u.test(text), whenMissing)
    .refine((text) => text.length <= longest, `may have ${longest} characters at most`)
}

/** The same, and it may be empty or missing. */
export function optionalText(longest: number) {
  return z
    .string('has to be text')
    .transform((text) => text.toWellFormed().trim())
    .refine((text) => text.length <= longest, `may have ${longest} characters at most`)
    .default('')
}
