import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ask } from './control.ts'

/** How long the processes of a supervisor that was killed may take to end. */
const leftoverDeadlineMs = 10_000

/** What is known about a running instance: the content of DATA_DIR/supervisor.json. Only its owner can read it. */
export interface Instance {
  /** The supervisor. */
  pid: number
  /** The processes that the supervisor started. */
  childPids: number[]
  /** Of the control socket: a path, or the name of a pipe on Windows. */
  controlPath: string
  /** Whoever sends it over the control socket may stop the instance. */
  token: string
  /** Where people reach it, such as `http://localhost:8000`. */
  address: string
  redisUrl?: string
}

/** A fresh description of this process as the instance's supervisor. */
export function describeThisInstance(address: string): Instance {
  const name = `taskflow-${randomBytes(8).toString('hex')}`
  // A socket's path may have about 100 bytes only, and DATA_DIR may be longer.
  const controlPath = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(os.tmpdir(), `${name}.sock`)
  return { pid: process.pid, childPids: [], controlPath, token: randomBytes(24).toString('hex'), address }
}

/**
 * Makes `instance` the one of this DATA_DIR, unless another one runs. Its control socket must answer already.
 * What a killed supervisor left is cleared away first.
 * @returns undefined when it is now ours, else the one that runs
 */
export async function claimInstance(dataDir: string, instance: Instance): Promise<Instance | undefined> {
  mkdirSync(dataDir, { recursive: true })
  for (;;) {
    if (createStateFile(dataDir, instance)) return undefined
    const other = await findInstance(dataDir)
    if (other) return other
    await clearStaleInstance(dataDir)
  }
}

/** @returns the instance that runs on this DATA_DIR and answers, if there is one */
export async function findInstance(dataDir: string): Promise<Instance | undefined> {
  const instance = readStateFile(dataDir)
  if (!instance) return undefined
  const answer = await ask(instance, 'status').catch(() => undefined)
  return answer?.ok ? instance : undefined
}

/**
 * Removes what an instance that does not answer left behind, after the processes that it started have ended (they do so by
 * themselves when their supervisor dies).
 * @returns whether there was anything
 */
export async function clearStaleInstance(dataDir: string): Promise<boolean> {
  const stale = readStateFile(dataDir)
  if (stale) {
    await waitUntilGone(stale.childPids, leftoverDeadlineMs)
    removeSocket(stale)
  }
  return removeStateFile(dataDir, stale?.token)
}

/** Writes what has become known about our own instance. */
export function updateInstance(dataDir: string, instance: Instance): void {
  renameSync(writeBeside(dataDir, instance), stateFile(dataDir))
}

/** Gives up our own instance, or what had been prepared for it. */
export function releaseInstance(dataDir: string, instance: Instance): void {
  removeSocket(instance)
  if (readStateFile(dataDir)?.token === instance.token) rmSync(stateFile(dataDir), { force: true })
}

/** A pipe of Windows vanishes by itself. */
function removeSocket({ controlPath }: Instance): void {
  if (process.platform !== 'win32') rmSync(controlPath, { force: true })
}

/** @returns whether all these processes ended before the deadline */
export async function waitUntilGone(pids: number[], deadlineMs: number): Promise<boolean> {
  const deadline = Date.now() + deadlineMs
  while (pids.some(isAlive)) {
    if (Date.now() > deadline) return false
    await delay(50)
  }
  return true
}

function stateFile(dataDir: string): string {
  return path.join(dataDir, 'supervisor.json')
}

/** Creates the file with its content in one step, or not at all: nobody ever reads half of it. */
function createStateFile(dataDir: string, instance: Instance): boolean {
  const written = writeBeside(dataDir, instance)
  try {
    linkSync(written, stateFile(dataDir))
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    return createWithoutLinks(dataDir, instance)
  } finally {
    rmSync(written, { force: true })
  }
}

/** For file systems without hard links. */
function createWithoutLinks(dataDir: string, instance: Instance): boolean {
  try {
    writeFileSync(stateFile(dataDir), JSON.stringify(instance), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}

function writeBeside(dataDir: string, instance: Instance): string {
  const file = `${stateFile(dataDir)}.${instance.token.slice(0, 8)}`
  writeFileSync(file, JSON.stringify(instance), { mode: 0o600 })
  return file
}

/** @returns what the last start of this DATA_DIR has written about itself, whether or not it still runs */
export function readStateFile(dataDir: string): Instance | undefined {
  try {
    return JSON.parse(readFileSync(stateFile(dataDir), 'utf8')) as Instance
  } catch {
    return undefined
  }
}

/** Of two that clear away at once, the slower one must not remove what the faster one has put in its place since. */
function removeStateFile(dataDir: string, staleToken: string | undefined): boolean {
  const aside = `${stateFile(dataDir)}.${randomBytes(4).toString('hex')}`
  try {
    if (readStateFile(dataDir)?.token !== staleToken) return false
    renameSync(stateFile(dataDir), aside)
    rmSync(aside)
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw error
  }
}

/** @returns whether this process runs; one that has ended but was not collected by its parent yet does not */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

/** Where process 1 collects late or never, as in some containers, what a killed supervisor left would seem to live on. */
function isZombie(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ')
  } catch {
    return false
  }
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
