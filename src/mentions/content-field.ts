import * as z from 'zod'

/** The longest message or comment, in characters. */
const longestContent = 8000

/** What someone says in a message or a comment: kept as typed, but for white space around it. */
export const content = z
  .string('has to be text')
  .max(longestContent, `may have ${longestContent.toLocaleString('en')} characters at most`)
  .refine((text) => /[^\p{C}\p{Z}]/u.test(text), 'say something')
  .transform((text) => text.toWellFormed().replaceAll('\r\n', '\n').trim())
