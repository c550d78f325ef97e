import type * as z from 'zod'
import { Invalid, type FieldErrors } from './errors.ts'

/**
 * Checks what came from outside against its schema.
 * @throws {Invalid} naming each wrong field once, with the first thing that is wrong with it
 */
export function parseInput<Output>(schema: z.ZodType<Output>, given: unknown): Output {
  refuseNul(given)
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const fields: FieldErrors = {}
  for (const { path, message } of parsed.error.issues) fields[path.join('.') || 'form'] ??= sentence(message)
  throw new Invalid('Something in there does not fit.', fields)
}

// PostgreSQL can't store the character U+0000 in a text, and nobody types it.
function refuseNul(given: unknown): void {
  if (typeof given !== 'object' || given === null) return
  for (const [field, value] of Object.entries(given)) {
    if (typeof value === 'string' && value.includes('\u0000')) {
      throw new Invalid('Something in there does not fit.', { [field]: 'Holds a character that can’t be kept.' })
    }
  }
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1)
}
