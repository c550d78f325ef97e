import { readConfig } from './app/config.ts'
import { startWorker } from './app/worker.ts'
import { runProcess } from './platform/lifecycle.ts'

await runProcess('worker', () => startWorker(readConfig()))
