import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { projectRoot } from '../../src/app/config.ts'
import { findRedisServer } from '../../src/launcher/redis/binary.ts'
import { readCompose, type ComposeFile, type ComposeService } from './compose-file.ts'
import { environmentOf, readDockerfile } from './dockerfile.ts'
import { findNginx } from './nginx.ts'
import { fetchNpmPostgres, findSystemPostgres } from './postgres-binaries.ts'
import { startPostgres, type PostgresServer } from './postgres-server.ts'
import { until } from './until.ts'
import { findTestPort } from './ports.ts'

const startsWithinMs = 60_000
const stopDeadlineMs = 15_000

export interface StackOptions {
  /** What would be /app in the image; the project itself, which has the same files, unless said otherwise. */
  app?: string
  /** More lines of .env. */
  env?: Record<string, string>
  /** A Compose file that is laid over docker-compose.yml. */
  overlay?: string
  /** Who runs TaskFlow's own processes; whoever runs the tests, unless said otherwise. */
  identity?: { uid: number; gid: number }
}

/** The services of docker-compose.yml as processes of this machine: its commands, its variables, its health checks, on loopback. */
export interface ComposeStack {
  /** What people open: the proxy's address. */
  url: string
  /** By https; there with the overlay for TLS. */
  httpsUrl: string
  databaseUrl: string
  redisUrl: string
  /** Starts all services in the order of their conditions, or those that are named, and waits until they are well. */
  up(names?: string[]): Promise<void>
  /** Starts one copy of a service, without what it depends on, and waits until it is well. */
  start(name: string, copy?: number): Promise<void>
  /** Asks it to stop, as Docker does, and waits for its end. Resolves to its exit code. */
  stopOne(name: string, copy?: number): Promise<number | null>
  /** Runs a service's health check once. */
  isWell(name: string, copy?: number): Promise<boolean>
  /** Where a process answers by itself, such as `127.0.0.1:41234`. */
  addressOf(name: string): string
  /** What a service's processes have printed. */
  log(name: string): string
  /** Stops everything and removes its folder. */
  down(): Promise<void>
}

/** Why there can be no stack on this machine; undefined when there can. */
export function whyNoStack(): string | undefined {
  if (process.platform !== 'linux') return 'the compose file’s services run as processes on Linux only'
  const missing = ['redis-cli', 'pg_isready', 'pg_dump', 'pg_restore', 'curl', 'sh'].filter((name) => !isOnPath(name))
  if (!findRedisServer()) missing.push('redis-server')
  if (!findNginx()) missing.push('nginx')
  return missing.length === 0 ? undefined : `this machine has no ${missing.join(', ')}`
}

/** Prepares the services; `up` starts them. Postgres is started at once, with a password made for it, which .env then holds. */
export async function prepareStack(options: StackOptions = {}): Promise<ComposeStack> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'taskflow-cluster-'))
  // nginx's own user has to get through to its folders.
  chmodSync(folder, 0o755)
  const postgres = await startPostgres(await findPostgres())
  await createDatabase(postgres.url)
  const env = { ...secrets(postgres.url), ...options.env }
  const compose = readCompose(env, options.overlay)
  return new RunningStack(folder, compose, postgres, options).ready()
}

async function findPostgres(): Promise<string> {
  try {
    return findSystemPostgres()
  } catch {
    return fetchNpmPostgres()
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('CREATE DATABASE taskflow')
  await client.end()
}

function secrets(postgresUrl: string): Record<string, string> {
  const made = (): string => randomBytes(24).toString('hex')
  return { POSTGRES_PASSWORD: new URL(postgresUrl).password, REDIS_PASSWORD: made(), SESSION_SECRET: made() }
}

function isOnPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, name)))
}

class RunningStack implements ComposeStack {
  url = ''
  httpsUrl = ''
  databaseUrl = ''
  redisUrl = ''
  readonly #folder: string
  readonly #compose: ComposeFile
  readonly #postgres: PostgresServer
  readonly #options: StackOptions
  readonly #image = environmentOf(readDockerfile().at(-1) as never)
  /** Instead of a host's name and port, by `name:port` */
  readonly #addresses = new Map<string, string>()
  readonly #running = new Map<string, ChildProcess>()
  readonly #endAtOnce = (): void => this.#running.forEach((child) => child.kill('SIGKILL'))

  constructor(folder: string, compose: ComposeFile, postgres: PostgresServer, options: StackOptions) {
    this.#folder = folder
    this.#compose = compose
    this.#postgres = postgres
    this.#options = options
    // For a run that ends without its teardown.
    process.once('exit', this.#endAtOnce)
  }

  /** Gives every service an address on loopback. */
  async ready(): Promise<this> {
    this.#addresses.set('postgres:5432', `127.0.0.1:${new URL(this.#postgres.url).port}`)
    for (const name of ['redis:6379', 'web-1:8000', 'web-2:8000', 'proxy:80', 'proxy:443'])
      this.#addresses.set(name, `127.0.0.1:${await findTestPort()}`)
    for (const service of ['worker', 'scheduler'])
      for (const copy of [1, 2]) this.#addresses.set(`${service}-${copy}:8001`, `127.0.0.1:${await findTestPort()}`)
    this.url = `http://${this.addressOf('proxy:80')}`
    this.httpsUrl = `https://${this.addressOf('proxy:443')}`
    const { DATABASE_URL = '', REDIS_URL = '' } = this.#compose.services['web-1']?.environment ?? {}
    this.databaseUrl = this.#onLoopback(DATABASE_URL)
    this.redisUrl = this.#onLoopback(REDIS_URL)
    return this
  }

  async up(names = Object.keys(this.#compose.services)): Promise<void> {
    const left = new Set(names)
    while (left.size > 0) {
      const next = [...left].filter((name) => this.#dependenciesOf(name).every((other) => !left.has(other)))
      if (next.length === 0) throw new Error(`these wait for each other: ${[...left].join(', ')}`)
      await Promise.all(next.map((name) => this.start(name)))
      for (const name of next) left.delete(name)
    }
  }

  async start(name: string, copy = 1): Promise<void> {
    const service = this.#service(name)
    // Postgres has been started by its own program: Docker's image of it is a script around that.
    if (name !== 'postgres') this.#running.set(`${name} ${copy}`, this.#spawn(name, service, copy))
    if (service.healthcheck?.disable) return this.#untilDone(name, copy)
    await until(
      `${name} is well`,
      async () => {
        if (name !== 'postgres') this.#requireAlive(name, copy)
        return this.isWell(name, copy)
      },
      startsWithinMs,
    )
  }

  async stopOne(name: string, copy = 1): Promise<number | null> {
    const child = this.#running.get(`${name} ${copy}`)
    this.#running.delete(`${name} ${copy}`)
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const ended = once(child, 'exit')
    const deadline = setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs)
    child.kill(name === 'proxy' ? 'SIGQUIT' : 'SIGTERM')
    const [code] = (await ended) as [number | null]
    clearTimeout(deadline)
    return code
  }

  async isWell(name: string, copy = 1): Promise<boolean> {
    const [kind, ...words] = this.#service(name).healthcheck?.test ?? []
    const [command = '', ...args] = this.#checkWords(name, kind === 'CMD-SHELL' ? ['sh', '-c', ...words] : words)
    const env = { ...this.#environment(name, copy), PGPORT: new URL(this.#postgres.url).port }
    const child = spawn(command, args, { cwd: this.#workingFolder(name), env, stdio: 'ignore' })
    const [code] = (await once(child, 'exit')) as [number | null]
    return code === 0
  }

  addressOf(name: string): string {
    const address = this.#addresses.get(name)
    if (!address) throw new Error(`${name} has no address`)
    return address
  }

  log(name: string): string {
    const file = this.#logFile(name)
    return existsSync(file) ? readFileSync(file, 'utf8') : ''
  }

  async down(): Promise<void> {
    process.off('exit', this.#endAtOnce)
    const order = ['proxy', 'scheduler', 'web', 'worker', 'migrate', 'redis']
    for (const first of order) {
      const keys = [...this.#running.keys()].filter((key) => key.startsWith(first))
      await Promise.all(keys.map((key) => this.stopOne(...(key.split(' ') as [string]), Number(key.split(' ')[1]))))
    }
    await this.#postgres.stop()
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }

  #service(name: string): ComposeService {
    const service = this.#compose.services[name]
    if (!service) throw new Error(`docker-compose.yml has no service ${name}`)
    return service
  }

  #dependenciesOf(name: string): string[] {
    return Object.keys(this.#service(name).depends_on ?? {})
  }

  #isOurs(name: string): boolean {
    return this.#service(name).image.startsWith('taskflow')
  }

  #spawn(name: string, service: ComposeService, copy: number): ChildProcess {
    const [command = '', ...args] = this.#command(name, service)
    // A file, not a pipe: nginx opens /dev/stdout anew.
    const output = openSync(this.#logFile(name), 'a')
    const child = spawn(command, args, {
      cwd: this.#workingFolder(name),
      env: this.#environment(name, copy),
      stdio: ['ignore', output, output],
      ...(this.#isOurs(name) ? this.#options.identity : {}),
    })
    closeSync(output)
    return child
  }

  #command(name: string, service: ComposeService): string[] {
    if (name === 'proxy') return [findNginx() ?? 'nginx', '-e', 'stderr', '-c', this.#writeNginxFolder(service)]
    const words = service.command ?? []
    if (name !== 'redis') return words
    return [...words, '--port', portOf(this.addressOf('redis:6379')), '--bind', '127.0.0.1', '--dir', this.#folder]
  }

  #workingFolder(name: string): string {
    return this.#isOurs(name) ? (this.#options.app ?? projectRoot) : this.#folder
  }

  /** Nothing of the machine but where its programs are: what a process needs is in the image or in the compose file. */
  #environment(name: string, copy: number): Record<string, string> {
    const machine = { PATH: process.env['PATH'] ?? '' }
    const given = this.#service(name).environment ?? {}
    if (!this.#isOurs(name)) return { ...machine, ...given }
    const inImage = { ...this.#image, ...given }
    const port = name.startsWith('web') ? portOf(this.addressOf(`${name}:8000`)) : inImage['PORT']
    const health = inImage['HEALTH_PORT'] && { HEALTH_PORT: portOf(this.addressOf(`${name}-${copy}:8001`)) }
    const mapped = Object.entries(inImage).map(([key, value]) => [key, this.#onLoopback(value)] as const)
    return { ...machine, ...Object.fromEntries(mapped), HOST: '127.0.0.1', PORT: port ?? '', ...health }
  }

  #onLoopback(text: string): string {
    return [...this.#addresses].reduce((result, [name, address]) => result.replace(name, address), text)
  }

  #checkWords(name: string, words: string[]): string[] {
    return words.map((word) =>
      word
        .replace(/^healthcheck\.mjs$/, this.#options.app ? 'healthcheck.mjs' : 'scripts/compose/healthcheck.mjs')
        .replace('redis-cli ', `redis-cli -p ${portOf(this.addressOf('redis:6379'))} `)
        .replace(/127\.0\.0\.1:(80|443)(?=\/)/, (_whole, port: string) => this.addressOf(`${name}:${port}`)),
    )
  }

  /** What Docker's image of nginx makes of the mounted files: templates with their variables put in, below one main file. */
  #writeNginxFolder({ volumes = [], environment = {} }: ComposeService): string {
    const folder = path.join(this.#folder, 'nginx')
    const put = (file: string, text: string): void => {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
      writeFileSync(path.join(folder, file), text)
    }
    const variables = { ...environment, ...this.#nginxVariables(environment) }
    for (const volume of volumes) {
      const [source = '', target = ''] = volume.split(':')
      const text = readFileSync(path.resolve(projectRoot, source), 'utf8').replaceAll('/etc/nginx/', `${folder}/`)
      const file = path.relative('/etc/nginx', target)
      if (file.startsWith('templates/')) put(`conf.d/${path.basename(file, '.template')}`, substituted(text, variables))
      else put(file, text)
    }
    put('nginx.conf', mainFile(folder))
    return path.join(folder, 'nginx.conf')
  }

  #nginxVariables(environment: Record<string, string>): Record<string, string> {
    return {
      HTTP_PORT: this.addressOf(`proxy:${environment['HTTP_PORT']}`),
      HTTPS_PORT: this.addressOf('proxy:443'),
      // Addresses need no looking up, and nginx before 1.27.3 knows no `resolve`.
      WEB_1: this.#onLoopback(environment['WEB_1'] ?? '').replace(' resolve', ''),
      WEB_2: this.#onLoopback(environment['WEB_2'] ?? '').replace(' resolve', ''),
      NGINX_LOCAL_RESOLVERS: '127.0.0.1',
    }
  }

  async #untilDone(name: string, copy: number): Promise<void> {
    const child = this.#running.get(`${name} ${copy}`) as ChildProcess
    const code = await until(`${name} is done`, () => child.exitCode !== null && { code: child.exitCode })
    if (code.code !== 0) throw new Error(`${name} ended with ${code.code}:\n${this.log(name)}`)
  }

  #requireAlive(name: string, copy: number): void {
    const child = this.#running.get(`${name} ${copy}`)
    if (child && child.exitCode === null && child.signalCode === null) return
    throw new Error(`${name} has ended:\n${this.log(name)}`)
  }

  #logFile(name: string): string {
    return path.join(this.#folder, `${name}.log`)
  }
}

function portOf(address: string): string {
  return address.split(':')[1] ?? ''
}

/** As envsubst does it, for the variables that are there. */
function substituted(text: string, variables: Record<string, string>): string {
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) => variables[name] ?? whole)
}

/** Like the main file of Docker's image, with every folder that it writes into in a place of its own. */
function mainFile(folder: string): string {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const temporary = kinds.map((kind) => `  ${kind}_temp_path ${folder}/${kind};`).join('\n')
  return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr notice;
events { worker_connections 1024; }
http {
  default_type application/octet-stream;
${temporary}
  keepalive_timeout 65;
  include ${folder}/conf.d/*.conf;
}
`
}
