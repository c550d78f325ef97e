import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** @typedef {'sqlite' | 'postgres'} DatabaseKind */

export const projectRoot = fileURLToPath(new URL('..', import.meta.url))

/** @type {DatabaseKind[]} */
export const databaseKinds = ['sqlite', 'postgres']

/** The databases' names as Prisma wants them in a schema. */
export const prismaProviders = { sqlite: 'sqlite', postgres: 'postgresql' }

const handWritten = path.join(projectRoot, 'prisma/schema.prisma')

/**
 * The data model as it reads for one database.
 * @param {DatabaseKind} kind
 * @param {string} [sqliteSchema] the text of a SQLite schema; prisma/schema.prisma when left out
 * @returns {string}
 */
export function schemaText(kind, sqliteSchema = readFileSync(handWritten, 'utf8')) {
  if (kind === 'sqlite') return sqliteSchema
  const derived = replaceOnce(sqliteSchema, 'provider = "sqlite"', `provider = "${prismaProviders[kind]}"`)
  return replaceOnce(derived, '../src/generated/sqlite', `../src/generated/${kind}`)
}

/**
 * Path of the schema file of one database. The Postgres one is derived first, when it is missing or old. It is not
 * called *.prisma, because editors and `prisma format` take all such files of a folder for one schema.
 * @param {DatabaseKind} kind
 * @returns {string} absolute
 */
export function schemaFile(kind) {
  if (kind === 'sqlite') return handWritten
  const file = path.join(projectRoot, 'prisma/schema.postgresql.derived')
  const text = `// Derived from schema.prisma by scripts/prisma-schema.mjs; changes here are lost.\n${schemaText(kind)}`
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text)
  return file
}

/**
 * @param {string} text
 * @param {string} found
 * @param {string} replacement
 */
function replaceOnce(text, found, replacement) {
  if (text.split(found).length !== 2) throw new Error(`prisma/schema.prisma must contain ${found} exactly once`)
  return text.replace(found, replacement)
}
