import * as z from 'zod'
import { integerId, textId } from '../platform/ids.ts'

/** How a record is named in addresses, forms and the audit log. */
export interface RecordKey<Row> {
  /** @returns the `where` that finds the record, or undefined for what can't be a key of this model */
  parse(text: string): object | undefined
  textOf(row: Row): string
  /** By which rows that are alike otherwise are put in order. */
  columns: string[]
}

/** Most models: a number. */
export const numberKey: RecordKey<{ id: number }> = {
  parse: (text) => whereId(integerId, text),
  textOf: ({ id }) => String(id),
  columns: ['id'],
}

/** What is ordered by time: a UUID. */
export const uuidKey: RecordKey<{ id: string }> = {
  parse: (text) => whereId(textId, text),
  textOf: ({ id }) => id,
  columns: ['id'],
}

/** What stands between two others: `7-3`. */
export function pairKey<First extends string, Second extends string>(
  first: First,
  second: Second,
): RecordKey<Record<First | Second, number>> {
  const pair = z.tuple([integerId, integerId])
  return {
    parse(text) {
      const { data } = pair.safeParse(/^\d+-\d+$/.test(text) ? text.split('-') : [])
      return data && { [first]: data[0], [second]: data[1] }
    },
    textOf: (row) => `${row[first]}-${row[second]}`,
    columns: [first, second],
  }
}

function whereId(schema: z.ZodType, text: string): object | undefined {
  const parsed = schema.safeParse(text)
  return parsed.success ? { id: parsed.data } : undefined
}
