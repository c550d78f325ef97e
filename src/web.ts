import { readConfig } from './app/config.ts'
import { startWeb } from './app/web.ts'
import { runProcess } from './platform/lifecycle.ts'

await runProcess('web', () => startWeb(readConfig()))
