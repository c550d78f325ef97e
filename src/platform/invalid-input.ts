import type { z } from 'zod'
import { Invalid, type FieldErrors } from './errors.ts'

/**
 * Reads what a client has sent.
 * @throws {Invalid} naming each wrong field
 */
export function readInput<Input>(schema: z.ZodType<Input>, given: unknown): Input {
  const parsed = schema.safeParse(given)
  if (!parsed.success) throw invalidInput(parsed.error)
  refuseNul(parsed.data)
  return parsed.data
}

// PostgreSQL keeps no text with U+0000 in it; on SQLite it is refused all the same, so that both do the same.
function refuseNul(input: unknown): void {
  if (typeof input !== 'object' || input === null) return
  const wrong = Object.entries(input).filter(([, value]) => typeof value === 'string' && value.includes('\0'))
  if (wrong.length === 0) return
  const fields = Object.fromEntries(wrong.map(([name]) => [name, 'Holds a character that cannot be kept.']))
  throw new Invalid('Something in there does not fit.', fields)
}

/** The error that names each wrong field once, with the first thing that is wrong with it. */
function invalidInput(error: z.ZodError): Invalid {
  const fields: FieldErrors = {}
  for (const { path, message } of error.issues) fields[path.join('.') || 'form'] ??= sentence(message)
  return new Invalid('Something in there does not fit.', fields)
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1)
}
