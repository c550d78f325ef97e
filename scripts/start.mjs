// npm start: sets up what is missing, then runs Redis, web, worker and scheduler in the foreground.
import { setupOrExit } from './setup.mjs'

await setupOrExit()
await import(new URL('../dist/supervisor.js', import.meta.url).href)
