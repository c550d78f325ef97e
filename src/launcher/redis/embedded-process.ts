// The embedded Valkey in a process of its own, so that its work and its memory are not the web process's.
import path from 'node:path'
import { runProcess } from '../../platform/lifecycle.ts'
import { startEmbeddedRedis } from './embedded.ts'

const [port = '', folder = '', saveEveryMs = '2000'] = process.argv.slice(2)
const snapshotFile = path.join(folder, 'embedded.snapshot')
await runProcess(
  'redis',
  () => startEmbeddedRedis({ port: Number(port), snapshotFile, saveEveryMs: Number(saveEveryMs) }),
  { interruptible: false },
)
