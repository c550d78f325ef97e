export type DatabaseKind = 'sqlite' | 'postgres'

/** Which database a DATABASE_URL names: `postgresql://…` (or `postgres://…`), else a SQLite file. */
export function databaseKind(databaseUrl: string): DatabaseKind {
  return /^postgres(ql)?:/.test(databaseUrl) ? 'postgres' : 'sqlite'
}

/** The path in `file:<path>`. */
export function sqliteFile(databaseUrl: string): string {
  return databaseUrl.replace(/^file:/, '')
}
