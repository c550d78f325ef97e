import path from 'node:path'

/** Which database a DATABASE_URL means, in words for whoever starts TaskFlow: without user and password. */
export function describeDatabase(databaseUrl: string): string {
  if (databaseUrl.startsWith('file:')) return `SQLite, ${readablePath(databaseUrl.slice('file:'.length))}`
  const { hostname, port, pathname } = new URL(databaseUrl)
  return `PostgreSQL, ${decodeURIComponent(pathname.slice(1))} on ${hostname}:${port || 5432}`
}

function readablePath(file: string): string {
  const relative = path.relative(process.cwd(), file)
  return relative.startsWith('..') ? file : relative
}
