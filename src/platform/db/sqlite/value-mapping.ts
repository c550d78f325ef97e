import { ColumnTypeEnum, type ArgType, type ColumnType } from '@prisma/driver-adapter-utils'

/** What SQLite takes as a parameter and gives in a row. */
export type SqliteValue = null | number | bigint | string | Uint8Array

const declaredTypes: Record<string, ColumnType> = {
  INTEGER: ColumnTypeEnum.Int32,
  BIGINT: ColumnTypeEnum.Int64,
  BOOLEAN: ColumnTypeEnum.Boolean,
  TEXT: ColumnTypeEnum.Text,
  DATETIME: ColumnTypeEnum.DateTime,
  JSONB: ColumnTypeEnum.Json,
  REAL: ColumnTypeEnum.Double,
  DECIMAL: ColumnTypeEnum.Numeric,
  BLOB: ColumnTypeEnum.Bytes,
}

/** Prisma's type for a column as prisma/migrations/sqlite declares it; undefined for a computed one. */
export function declaredColumnType(declaration: string | null): ColumnType | undefined {
  return declaration === null ? undefined : declaredTypes[declaration.toUpperCase()]
}

/** The type of each column of a result: as declared, else as its first value that is not null shows. */
export function columnTypes(declared: (ColumnType | undefined)[], rows: SqliteValue[][]): ColumnType[] {
  return declared.map((type, column) => type ?? typeOfValue(rows.find((row) => row[column] !== null)?.[column]))
}

function typeOfValue(value: SqliteValue | undefined): ColumnType {
  if (typeof value === 'string') return ColumnTypeEnum.Text
  if (typeof value === 'bigint') return ColumnTypeEnum.Int64
  if (typeof value === 'number') return ColumnTypeEnum.Double
  return value instanceof Uint8Array ? ColumnTypeEnum.Bytes : ColumnTypeEnum.Int32
}

/** A value from a row as Prisma expects it: no bigint, whole numbers beyond 2^53 as text. */
export function fromSqlite(value: SqliteValue): Exclude<SqliteValue, bigint> {
  if (typeof value !== 'bigint') return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value.toString()
}

/** A moment as it is stored: text of one width, in UTC with milliseconds, so that it sorts and compares by time. */
export function storedDateTime(moment: Date): string {
  return moment.toISOString().replace('Z', '+00:00')
}

/** A parameter of Prisma's as SQLite takes it. Prisma hands some types over as text and says so in `type`. */
export function toSqlite(value: unknown, type: ArgType | undefined): SqliteValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return textToSqlite(value, type)
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') return numberToSqlite(value, type)
  if (value instanceof Date) return storedDateTime(value)
  if (typeof value === 'bigint' || value instanceof Uint8Array) return value
  throw new TypeError(`SQLite cannot store a parameter of type ${typeof value}`)
}

function textToSqlite(text: string, type: ArgType | undefined): SqliteValue {
  switch (type?.scalarType) {
    case 'int':
    case 'bigint':
      return BigInt(text)
    case 'float':
    case 'decimal':
      return Number(text)
    case 'datetime':
      return storedDateTime(new Date(text))
    case 'bytes':
      return Buffer.from(text, 'base64')
    default:
      return text
  }
}

// The driver binds every JavaScript number as a floating-point one; a bigint is bound as an integer.
function numberToSqlite(number: number, type: ArgType | undefined): SqliteValue {
  const isReal = type?.scalarType === 'float' || type?.scalarType === 'decimal'
  return Number.isSafeInteger(number) && !isReal ? BigInt(number) : number
}
