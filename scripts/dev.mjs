// npm run dev: like npm start, and builds and restarts what a change of the sources concerns.
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { setup, setupOrExit } from './setup.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
/** An editor saves, a checkout changes many files: what follows so soon belongs together. */
const settleMs = 100

/** Which services a change concerns; of the prefixes that fit, the first counts. */
const concerned = [
  { prefix: 'src/generated/', services: [] },
  { prefix: 'src/browser/', services: ['web'] },
  { prefix: 'src/', services: ['web', 'worker', 'scheduler'] },
  { prefix: 'prisma/schema.prisma', services: ['web', 'worker', 'scheduler'] },
  { prefix: 'views/', services: ['web', 'worker'] },
  { prefix: 'public/css/', services: ['web', 'worker'] },
  { prefix: 'public/icons/', services: ['web', 'worker'] },
]

await setupOrExit()
const supervisor = spawn(process.execPath, ['--enable-source-maps', path.join(root, 'dist/supervisor.js')], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
})
supervisor.once('exit', (code) => process.exit(code ?? 1))
// The supervisor stops in order when this lets go of it, on Windows too, where a signal would just end it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => supervisor.connected && supervisor.disconnect())
}

/** @type {Set<string>} services that have to be restarted */
const due = new Set()
/** @type {NodeJS.Timeout | undefined} */
let settled
let rebuilding = Promise.resolve()
for (const folder of ['src', 'views', 'prisma', 'public/css', 'public/icons']) {
  watch(path.join(root, folder), { recursive: true }, (_event, name) => onChange(path.join(folder, name ?? '')))
}

/** @param {string} file relative to the project */
function onChange(file) {
  const portable = file.replaceAll(path.sep, '/')
  for (const name of concerned.find(({ prefix }) => portable.startsWith(prefix))?.services ?? []) due.add(name)
  if (due.size === 0) return
  clearTimeout(settled)
  settled = setTimeout(() => {
    rebuilding = rebuilding.then(rebuild)
  }, settleMs)
}

async function rebuild() {
  const services = [...due]
  due.clear()
  try {
    await setup()
  } catch (error) {
    // What ran before goes on running until the sources compile again.
    console.error(error instanceof Error ? error.message : error)
    return
  }
  if (services.length === 0 || !supervisor.connected) return
  console.log(`Restarting ${services.join(', ')} …`)
  supervisor.send({ restart: services })
}
