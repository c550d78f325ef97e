import * as z from 'zod'
import type { AnyRoute } from '../platform/http/route.ts'

/** A field of a request, in words. */
export interface DescribedField {
  name: string
  /** Such as `text`, `a whole number`, `low, medium or high`. */
  holds: string
  isRequired: boolean
}

/** One address of the JSON API, as its page shows it. */
export interface DescribedRoute {
  method: string
  path: string
  fields: DescribedField[]
}

/** What of JSON Schema is read here (json-schema.org, draft 2020-12). */
interface FieldSchema {
  type?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: FieldSchema[]
  items?: FieldSchema
  maxLength?: number
  properties?: Record<string, FieldSchema>
  required?: string[]
}

/** Reads an address and its fields from the very schema that checks them. */
export function describeRoute({ method, path, input }: AnyRoute): DescribedRoute {
  const { properties = {}, required = [] } = input ? jsonSchemaOf(input as z.ZodType) : {}
  const fields = Object.entries(properties).map(([name, schema]) => ({
    name,
    holds: inWords(schema),
    isRequired: required.includes(name),
  }))
  return { method: method.toUpperCase(), path, fields }
}

function jsonSchemaOf(schema: z.ZodType): FieldSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as FieldSchema
}

function inWords({ type, enum: values, const: only, anyOf, items, maxLength }: FieldSchema): string {
  if (values) return values.map(String).join(', ')
  if (only !== undefined) return JSON.stringify(only)
  if (anyOf) return [...new Set(anyOf.map(inWords))].join(' or ')
  if (type === 'array') return items ? `a list of ${inWords(items)}` : 'a list'
  if (type === 'string') return maxLength === undefined ? 'text' : `text of ${maxLength} characters at most`
  return words[type ?? ''] ?? 'text or number'
}

const words: Record<string, string> = {
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  null: 'null',
  object: 'an object',
}
