import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { findRedisServer } from '../../../src/launcher/redis/binary.ts'
import { findTestPort } from '../../support/ports.ts'

/** A Redis process as the supervisor runs it. */
export interface RedisProcess {
  url: string
  pid: number
  /** What it has written to stderr. */
  complaints(): string
  /** Stops it in order. */
  stop(): Promise<void>
  /** Kills it, or the process inside that it watches over, and waits for its own end. */
  kill(pid?: number): Promise<void>
}

export interface RedisPlace {
  port?: number
  folder?: string
  saveEveryMs?: number
}

/** Starts Redis processes of one link of the chain, and ends those that still live after the file's tests. */
export function useRedisProcesses(link: 'embedded' | 'server', compiled: { file(name: string): string }) {
  const children: ChildProcess[] = []
  const folders: string[] = []
  afterAll(async () => {
    await Promise.all(children.map(stop))
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })
  const newFolder = (): string => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'taskflow-redis-'))
    folders.push(folder)
    return folder
  }
  const start = async (place: RedisPlace = {}): Promise<RedisProcess> => {
    const { port = await findTestPort(), folder = newFolder(), saveEveryMs = 2_000 } = place
    const child = spawn(process.execPath, argv(link, compiled, port, folder, saveEveryMs), {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    children.push(child)
    let complaints = ''
    child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
    await untilReady(child, () => complaints)
    return {
      url: `redis://127.0.0.1:${port}`,
      pid: child.pid ?? 0,
      complaints: () => complaints,
      stop: () => stop(child),
      kill: (pid = child.pid ?? 0) => end(child, () => process.kill(pid, 'SIGKILL')),
    }
  }
  return { start, newFolder }
}

function argv(
  link: 'embedded' | 'server',
  compiled: { file(name: string): string },
  port: number,
  folder: string,
  saveEveryMs: number,
): string[] {
  if (link === 'server') return [compiled.file('redis-guard'), findRedisServer() ?? '', String(port), folder]
  const quiet = '--disable-warning=ExperimentalWarning'
  return [quiet, compiled.file('embedded-redis'), String(port), folder, String(saveEveryMs)]
}

async function untilReady(child: ChildProcess, complaints: () => string): Promise<void> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`Redis ended while starting (${String(code)}): ${complaints()}`)
  })
  await Promise.race([once(child, 'message'), ended])
  // Its later end is no failure.
  ended.catch(() => undefined)
}

function stop(child: ChildProcess): Promise<void> {
  return end(child, () => child.connected && child.send({ type: 'shutdown' }))
}

async function end(child: ChildProcess, ask: () => unknown): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  ask()
  await ended
}
