// Generates the two Prisma clients, src/generated/{sqlite,postgres}, unless they are there and made from this schema.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { databaseKinds, projectRoot, schemaText } from './prisma-schema.mjs'

const require = createRequire(import.meta.url)
const stampFile = path.join(projectRoot, 'src/generated/.made-from')

/**
 * Generates both clients side by side when the schema or Prisma's version changed since the last time.
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function generateClients() {
  const stamp = clientsStamp()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false
  await Promise.all(databaseKinds.map(generateClient))
  writeFileSync(stampFile, stamp)
  return true
}

function clientsStamp() {
  const sources = [...databaseKinds.map((kind) => schemaText(kind)), require('prisma/package.json').version]
  return createHash('sha256').update(sources.join('\0')).digest('hex')
}

/**
 * @param {import('./prisma-schema.mjs').DatabaseKind} kind
 * @returns {Promise<void>}
 */
function generateClient(kind) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [require.resolve('prisma/build/index.js'), 'generate', '--no-hints'], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: generatorEnvironment(kind),
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`prisma generate failed for ${kind}:\n${output}`)),
    )
  })
}

/** @param {import('./prisma-schema.mjs').DatabaseKind} kind */
function generatorEnvironment(kind) {
  // A DATABASE_URL of the person who builds must not decide which client is generated.
  return { ...process.env, DATABASE_URL: '', PRISMA_DATABASE_KIND: kind, PRISMA_HIDE_UPDATE_MESSAGE: '1' }
}

if (realpathSync(process.argv[1] ?? '') === import.meta.filename) {
  const generated = await generateClients()
  console.log(generated ? 'Prisma clients generated.' : 'Prisma clients are up to date.')
}
