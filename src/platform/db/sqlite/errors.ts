import { DriverAdapterError, type MappedError } from '@prisma/driver-adapter-utils'

/** SQLite's extended result codes, https://www.sqlite.org/rescode.html */
const resultCode = {
  error: 1,
  busy: 5,
  constraintForeignKey: 787,
  constraintNotNull: 1299,
  constraintPrimaryKey: 1555,
  constraintTrigger: 1811,
  constraintUnique: 2067,
} as const

const messageStarts = [
  ['UNIQUE constraint failed', resultCode.constraintUnique],
  ['NOT NULL constraint failed', resultCode.constraintNotNull],
  ['FOREIGN KEY constraint failed', resultCode.constraintForeignKey],
  ['database is locked', resultCode.busy],
] as const

interface SqliteError extends Error {
  /** Missing from what @photostructure/sqlite 1.2.1 throws while it reads rows: then the message has to do. */
  errcode?: number
}

/** Whether another connection, most likely another process, has the write lock. */
export function isBusy(error: unknown): boolean {
  return isSqliteError(error) && (resultCodeOf(error) & 0xff) === resultCode.busy
}

/** What SQLite threw, as the error that Prisma turns into one of its own codes (P2002 and so on). */
export function toAdapterError(error: unknown): unknown {
  if (!isSqliteError(error)) return error
  const original = { originalCode: String(resultCodeOf(error)), originalMessage: error.message }
  return new DriverAdapterError({ ...original, ...mapError(resultCodeOf(error), error.message) })
}

function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR'
}

function resultCodeOf({ errcode, message }: SqliteError): number {
  return errcode ?? messageStarts.find(([start]) => message.startsWith(start))?.[1] ?? resultCode.error
}

function mapError(errcode: number, message: string): MappedError {
  switch (errcode) {
    case resultCode.constraintUnique:
    case resultCode.constraintPrimaryKey:
      return { kind: 'UniqueConstraintViolation', ...violatedColumns(message) }
    case resultCode.constraintNotNull:
      return { kind: 'NullConstraintViolation', ...violatedColumns(message) }
    case resultCode.constraintForeignKey:
    case resultCode.constraintTrigger:
      return { kind: 'ForeignKeyConstraintViolation', constraint: { foreignKey: {} } }
    default:
      return mapOtherError(errcode, message)
  }
}

function mapOtherError(errcode: number, message: string): MappedError {
  if ((errcode & 0xff) === resultCode.busy) return { kind: 'SocketTimeout' }
  const table = /^no such table: (.+)/.exec(message)?.[1]
  if (table !== undefined) return { kind: 'TableDoesNotExist', table }
  const column = /^no such column: (.+)/.exec(message)?.[1]
  if (column !== undefined) return { kind: 'ColumnNotFound', column }
  return { kind: 'sqlite', extendedCode: errcode, message }
}

/** From "UNIQUE constraint failed: Task.boardId, Task.rank" the columns boardId and rank. */
function violatedColumns(message: string): { constraint?: { fields: string[] } } {
  const columns = /constraint failed: (.+)/.exec(message)?.[1]
  if (columns === undefined) return {}
  return { constraint: { fields: columns.split(', ').map((column) => column.slice(column.lastIndexOf('.') + 1)) } }
}
