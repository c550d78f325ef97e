import * as z from 'zod'
import { shortText } from '../platform/text-fields.ts'

/** Words behind an @ that call many, here or in programs that people know. */
const reservedKeys = new Set(['room', 'all', 'everyone', 'here', 'channel', 'board', 'team'])

/**
 * A username: 2 to 32 ASCII letters, digits, '.', '_' and '-', beginning and ending with a letter or digit. ASCII, so that no two
 * names look alike; ends so, because "ask @ana." names ana.
 */
export const username = z
  .string()
  .trim()
  .min(2, 'needs 2 characters or more')
  .max(32, 'may have 32 characters at most')
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/,
    'may hold letters, digits, “.”, “_” and “-”, and begins and ends with a letter or digit',
  )
  .refine((name) => !reservedKeys.has(caseKey(name)), 'calls many people when it is mentioned: choose another')

export const displayName = shortText(80, 'say your name')

/** Optional: an empty field is no address. */
export const email = z
  .string()
  .trim()
  .max(254, 'is too long for an address')
  .pipe(z.union([z.literal('').transform(() => undefined), z.email('does not look like an e-mail address')]))
  .optional()

export const newPassword = z.string().min(10, 'needs 10 characters or more').max(200, 'may have 200 characters at most')

/** The fields of a new account, as both forms send them. */
export const newAccount = z.object({ displayName, username, email, password: newPassword })

export type NewAccount = z.output<typeof newAccount>

/** Usernames and addresses that differ only in case are the same. */
export function caseKey(text: string): string {
  return text.toLowerCase()
}
