import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findTestPort } from './ports.ts'

export interface PostgresServer {
  /** Of a superuser, on the database `postgres`. */
  url: string
  stop: () => Promise<void>
}

const startTimeoutMs = 60_000

// Nothing here has to survive a crash of the machine.
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '200',
}

/**
 * Starts a Postgres of its own in a temporary folder, on a free port of 127.0.0.1, behind a password made for it.
 * @param bin folder of the programs `initdb` and `postgres`
 */
export async function startPostgres(bin: string): Promise<PostgresServer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'taskflow-postgres-'))
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  try {
    const owner = prepareFolder(folder, bin)
    const password = initialise(folder, owner)
    const port = await findTestPort()
    const server = serve(folder, owner, port)
    const url = `postgresql://taskflow:${password}@127.0.0.1:${port}/postgres`
    const stop = stopper(server, removeFolder)
    await untilReady(server, url, folder).catch(async (error: unknown) => {
      await stop()
      throw error
    })
    return { url, stop }
  } catch (error) {
    removeFolder()
    throw error
  }
}

interface Owner {
  bin: string
  /** For spawn: who runs the server. Empty when that is ourselves. */
  identity: { uid?: number; gid?: number }
}

/** Postgres refuses to run as root: then an unprivileged user owns the folder and runs it. */
function prepareFolder(folder: string, bin: string): Owner {
  if (process.getuid?.() !== 0) return { bin, identity: {} }
  const identity = unprivilegedUser()
  chownSync(folder, identity.uid, identity.gid)
  if (bin.startsWith('/usr/')) return { bin, identity }
  // A project below /root is out of that user's reach.
  cpSync(path.dirname(bin), path.join(folder, 'programs'), { recursive: true, verbatimSymlinks: true })
  return { bin: path.join(folder, 'programs', path.basename(bin)), identity }
}

function unprivilegedUser(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n')
  const fields = ['postgres', 'nobody'].map((name) => users.find((line) => line.startsWith(`${name}:`))?.split(':'))
  const [, , uid, gid] = fields.find((found) => found !== undefined) ?? []
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) }
}

/** Makes an empty cluster. Returns the superuser's password. */
function initialise(folder: string, { bin, identity }: Owner): string {
  const password = randomBytes(16).toString('hex')
  const passwordFile = path.join(folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (identity.uid !== undefined && identity.gid !== undefined) chownSync(passwordFile, identity.uid, identity.gid)
  const options = ['--username=taskflow', `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  const result = spawnSync(
    path.join(bin, 'initdb'),
    [...options, '--encoding=UTF8', '--locale=C', '--no-sync', '-D', path.join(folder, 'data')],
    { cwd: folder, encoding: 'utf8', ...identity },
  )
  if (result.status !== 0) throw new Error(`initdb failed: ${result.error?.message ?? result.stderr.trim()}`)
  return password
}

function serve(folder: string, { bin, identity }: Owner, port: number): ChildProcess {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(path.join(bin, 'postgres'), ['-D', path.join(folder, 'data'), '-p', String(port), ...options], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...identity,
  })
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    writeFileSync(path.join(folder, 'postgres.log'), text, { flag: 'a' })
  })
  return server
}

function stopper(server: ChildProcess, removeFolder: () => void): () => Promise<void> {
  // For a test run that ends without its teardown: what is left must not outlive it.
  const endAtOnce = (): void => {
    server.kill('SIGQUIT')
    removeFolder()
  }
  process.once('exit', endAtOnce)
  return async () => {
    process.off('exit', endAtOnce)
    const hasExited = server.exitCode !== null || server.signalCode !== null
    server.kill('SIGINT')
    if (!hasExited) await once(server, 'exit')
    removeFolder()
  }
}

async function untilReady(server: ChildProcess, url: string, folder: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs
  while (!(await answers(url))) {
    if (server.exitCode !== null || Date.now() > deadline) {
      throw new Error(`postgres did not start: ${readFileSync(path.join(folder, 'postgres.log'), 'utf8').trim()}`)
    }
    await sleep(20)
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}
