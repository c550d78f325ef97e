/**
 * Whether a query failed because such a row exists already: a primary key or another unique constraint was violated.
 * True for Prisma's own queries and for raw SQL, on both databases.
 */
export function isUniqueViolation(error: unknown): boolean {
  const code = property(error, 'code')
  if (code === 'P2002') return true
  // "Raw query failed" keeps what the driver adapter said.
  const cause = property(property(property(error, 'meta'), 'driverAdapterError'), 'cause')
  return code === 'P2010' && property(cause, 'kind') === 'UniqueConstraintViolation'
}

function property(owner: unknown, name: string): unknown {
  return typeof owner === 'object' && owner !== null ? (owner as Record<string, unknown>)[name] : undefined
}
