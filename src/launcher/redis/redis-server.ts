import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Running } from '../../platform/lifecycle.ts'
import { endLeftoverServer } from './leftover.ts'
import { whyNoPong } from './ping.ts'

/** Loading a long append-only file takes a while. */
const readyDeadlineMs = 60_000
const stopDeadlineMs = 5_000

export interface RedisServerPlan {
  /** Full path of redis-server or valkey-server. */
  binary: string
  /** Of 127.0.0.1. */
  port: number
  /** Where its append-only file is. */
  folder: string
}

/**
 * Starts a system's redis-server that keeps its keys (append-only, written every second), and resolves when it answers.
 * When it ends by itself, so does this process.
 */
export async function startRedisServer({ binary, port, folder }: RedisServerPlan): Promise<Running> {
  await endLeftoverServer(port, folder)
  const server = spawn(binary, settings(port), {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    // In a process group of its own, or a Ctrl+C would end it before those that still need it.
    detached: process.platform !== 'win32',
  })
  process.on('exit', () => server.kill())
  const stopping = new AbortController()
  endWithServer(server, stopping.signal)
  await untilPong(port)
  return {
    stop: () => {
      stopping.abort()
      return stop(server)
    },
  }
}

function settings(port: number): string[] {
  const pairs = {
    port: String(port),
    bind: '127.0.0.1',
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': 'noeviction',
    loglevel: 'warning',
  }
  return Object.entries(pairs).flatMap(([name, value]) => [`--${name}`, value])
}

function endWithServer(server: ChildProcess, stopping: AbortSignal): void {
  let lastOutput = ''
  const keep = (chunk: Buffer): void => {
    lastOutput = (lastOutput + chunk.toString()).slice(-2_000)
  }
  server.stdout?.on('data', keep)
  server.stderr?.on('data', keep)
  const end = (how: string): void => {
    if (stopping.aborted) return
    console.error(`redis: ${server.spawnfile} ended (${how}). Its last words:\n${lastOutput.trim()}`)
    process.exit(1)
  }
  server.once('error', (error) => end(error.message))
  server.once('close', (code, signal) => end(signal ?? `exit code ${code}`))
}

async function untilPong(port: number): Promise<void> {
  const deadline = Date.now() + readyDeadlineMs
  for (;;) {
    const reason = await whyNoPong(`redis://127.0.0.1:${port}`)
    if (reason === undefined) return
    if (Date.now() > deadline) throw new Error(`redis-server on port ${port} does not answer: ${reason}`)
    await delay(25)
  }
}

async function stop(server: ChildProcess): Promise<void> {
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  const deadline = setTimeout(() => server.kill('SIGKILL'), stopDeadlineMs)
  await ended
  clearTimeout(deadline)
}
