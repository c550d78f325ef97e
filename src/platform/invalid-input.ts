import type * as z from 'zod'
import { Invalid, type FieldErrors } from './errors.ts'

/** The error that names each wrong field once, with the first thing that is wrong with it. */
export function invalidInput(error: z.ZodError): Invalid {
  const fields: FieldErrors = {}
  for (const { path, message } of error.issues) fields[path.join('.') || 'form'] ??= sentence(message)
  return new Invalid('Something in there does not fit.', fields)
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1)
}
