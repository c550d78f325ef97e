import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findRedisServer } from '../../src/launcher/redis/binary.ts'
import { whyNoPong } from '../../src/launcher/redis/ping.ts'
import { projectRoot } from '../../src/app/config.ts'
import { findTestPort } from './ports.ts'

/** A Redis of the caller's own: it may be emptied. */
export interface TestRedis {
  url: string
  /** Kills it; its memory goes with it. */
  kill(): Promise<void>
  /** Starts it again where it was, empty. */
  startAgain(): Promise<void>
  stop(): Promise<void>
}

const readyWithinMs = 30_000

/** Starts a Redis on a free port: the machine's redis-server, or the embedded Valkey where there is none. */
export async function startTestRedis(): Promise<TestRedis> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'taskflow-test-redis-'))
  const port = await findTestPort()
  let server = spawnRedis(port, folder)
  const endAtOnce = (): void => void server.kill('SIGKILL')
  // For a run that ends without its teardown.
  process.once('exit', endAtOnce)
  const url = `redis://127.0.0.1:${port}`
  await untilPong(url, server)
  const kill = async (): Promise<void> => {
    const hasEnded = server.exitCode !== null || server.signalCode !== null
    server.kill('SIGKILL')
    if (!hasEnded) await once(server, 'exit')
  }
  return {
    url,
    kill,
    async startAgain() {
      server = spawnRedis(port, folder)
      await untilPong(url, server)
    },
    async stop() {
      process.off('exit', endAtOnce)
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function spawnRedis(port: number, folder: string): ChildProcess {
  const binary = findRedisServer()
  const [command, args] = binary
    ? [binary, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']]
    : [process.execPath, [path.join(projectRoot, 'dist/embedded-redis.js'), String(port), folder]]
  return spawn(command, args, { cwd: folder, stdio: 'ignore' })
}

async function untilPong(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + readyWithinMs
  for (;;) {
    const reason = await whyNoPong(url)
    if (reason === undefined) return
    if (server.exitCode !== null || Date.now() > deadline)
      throw new Error(`the tests' Redis does not answer: ${reason}`)
    await delay(20)
  }
}
