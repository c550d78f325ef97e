import type { DatabaseKind } from './database-kind.ts'

const kindKey = Symbol('kind of database')

/** Makes `kindOf` work on this client and on every transaction of it. */
export function markKind(client: object, kind: DatabaseKind): void {
  Object.defineProperty(client, kindKey, { value: kind })
}

/** Which database a client from openDatabase, or a transaction of it, works on. For raw SQL only. */
export function kindOf(client: object): DatabaseKind {
  const kind: unknown = Reflect.get(client, kindKey)
  if (kind !== 'sqlite' && kind !== 'postgres') throw new TypeError('not a client from openDatabase')
  return kind
}
