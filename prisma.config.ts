import { defineConfig } from 'prisma/config'
import { schemaFile } from './scripts/prisma-schema.mjs'

// For the Prisma command line only (generate, studio, migrate deploy); the running processes do not read this file.
const url = process.env['DATABASE_URL'] || 'file:./data/taskflow.db'
const kind = process.env['PRISMA_DATABASE_KIND'] === 'postgres' || /^postgres(ql)?:/.test(url) ? 'postgres' : 'sqlite'

// The command line insists on its schema engine, a download, even for commands that never run it. Any file that exists
// satisfies that check.
if (/^(generate|validate|format)$/.test(process.argv[2] ?? '')) {
  process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath
}

export default defineConfig({
  schema: schemaFile(kind),
  migrations: { path: `prisma/migrations/${kind}` },
  datasource: { url },
})
