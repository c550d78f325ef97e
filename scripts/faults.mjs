// npm run faults: people work on an instance while its processes, its Redis and their connections die at random; in the end every page
// and the database are compared (docs/architecture.md, "How it is tested").
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { buildServer } from './build.mjs'
import { setupOrExit } from './setup.mjs'

const folder = fileURLToPath(new URL('../dist/faults', import.meta.url))
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    database: { type: 'string', default: 'sqlite' },
  },
})
const [minutes, seed, database] = [Number(values.minutes), Number(values.seed), values.database]
if (!(minutes > 0) || !Number.isInteger(seed) || (database !== 'sqlite' && database !== 'postgres')) {
  console.error('npm run faults -- [--minutes=10] [--seed=N] [--database=sqlite|postgres]')
  process.exit(1)
}

await setupOrExit()
await mkdir(folder, { recursive: true })
await buildServer(folder, { run: 'scripts/faults/run.ts' })
process.setSourceMapsEnabled(true)
/** @type {typeof import('./faults/run.ts')} */
const { run } = await import(pathToFileURL(path.join(folder, 'run.js')).href)
console.log(`seed ${seed}, ${minutes} min, ${database}`)
const isWhole = await run({ minutes, seed, database })
process.exit(isWhole ? 0 : 1)
