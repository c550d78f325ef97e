// npm run web | worker | scheduler | migrate | admin: one process alone, in the foreground.
import { existsSync } from 'node:fs'
import { setupOrExit } from './setup.mjs'

const names = ['web', 'worker', 'scheduler', 'migrate', 'admin-command']
const name = process.argv[2] ?? ''
if (!names.includes(name)) {
  console.error(`Which process? One of: ${names.join(', ')}`)
  process.exit(1)
}

await setupOrExit()
const entry = new URL(`../dist/${name}.js`, import.meta.url)
if (!existsSync(entry)) {
  console.error(`There is no ${name} process: src/${name}.ts is missing.`)
  process.exit(1)
}
// The process reads its own arguments.
process.argv.splice(2, 1)
process.setSourceMapsEnabled(true)
await import(entry.href)
