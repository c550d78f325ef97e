// npm stop: ends the instance of this DATA_DIR, wherever it was started.
import { existsSync } from 'node:fs'

const stop = new URL('../dist/stop.js', import.meta.url)
if (existsSync(stop)) await import(stop.href)
// Nothing was ever built here, so nothing was started from here.
else console.log('Nothing to stop.')
