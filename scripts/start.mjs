// npm start: sets up what is missing, then runs Redis, web, worker and scheduler, in the foreground or with --background behind it.
import { parseArgs } from 'node:util'
import { setupOrExit } from './setup.mjs'

const lookForNpmMs = 500

const { background, open } = readOptions()
if (process.env['npm_lifecycle_event'] === 'start') endWithNpm()
await setupOrExit()
if (background) {
  const { startInBackground } = await import(new URL('../dist/start-background.js', import.meta.url).href)
  process.exitCode = await startInBackground({ open })
} else {
  await import(new URL('../dist/supervisor.js', import.meta.url).href)
}

function readOptions() {
  const options = /** @type {const} */ ({ background: { type: 'boolean' }, open: { type: 'boolean' } })
  try {
    const { values } = parseArgs({ options, allowNegative: true })
    if (values.open && !values.background) throw new Error('--open goes with --background only.')
    return values
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    console.error(
      `${reason}\nnpm start takes: --background (comes back when TaskFlow is ready), --open (then opens the browser).`,
    )
    process.exit(1)
  }
}

// A service manager that ends `npm start` reaches npm and npm's shell, but not what runs in it.
function endWithNpm() {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, lookForNpmMs)
  timer.unref()
}
