import { readConfig } from './app/config.ts'
import { startSchedulerProcess } from './app/scheduler.ts'
import { runProcess } from './platform/lifecycle.ts'

await runProcess('scheduler', () => startSchedulerProcess(readConfig()))
