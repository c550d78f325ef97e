import type { ExpectedError } from '../errors.ts'

/** What a form shows of an error: at the fields that it names, or above the form. */
export function formErrors(error: ExpectedError): Record<string, string> {
  return error.fields ?? { form: error.message }
}
