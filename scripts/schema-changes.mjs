import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot, schemaText } from './prisma-schema.mjs'
import { loadSchemaEngine } from './schema-engine.mjs'

/** The SQLite schema as of the last migration. */
export const snapshotFile = path.join(projectRoot, 'prisma/migrations/snapshot.prisma')

/**
 * What changed in prisma/schema.prisma since the last migration.
 * @param {import('./prisma-schema.mjs').DatabaseKind} kind
 * @returns {Promise<string | null>} SQL that makes the change, or null when there is none
 */
export async function schemaChanges(kind) {
  const engine = await loadSchemaEngine()
  const { exitCode, stdout } = await engine.diff({
    from: existsSync(snapshotFile)
      ? datamodel('before.prisma', schemaText(kind, readFileSync(snapshotFile, 'utf8')))
      : { tag: 'empty' },
    to: datamodel('after.prisma', schemaText(kind)),
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  })
  return exitCode === 2 ? (stdout ?? null) : null
}

/**
 * @param {string} name
 * @param {string} content
 * @returns {import('@prisma/schema-engine-wasm/schema_engine_bg').DiffTarget}
 */
function datamodel(name, content) {
  return { tag: 'schemaDatamodel', files: [{ path: name, content }] }
}
