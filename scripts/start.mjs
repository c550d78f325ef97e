// npm start: sets up what is missing, then runs Redis, web, worker and scheduler in the foreground.
import { setupOrExit } from './setup.mjs'

const lookForNpmMs = 500

if (process.env['npm_lifecycle_event'] === 'start') endWithNpm()
await setupOrExit()
await import(new URL('../dist/supervisor.js', import.meta.url).href)

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
