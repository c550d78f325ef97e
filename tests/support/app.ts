import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pino from 'pino'
import type { Config } from '../../src/app/config.ts'
import { composeServices, openStore } from '../../src/app/container.ts'
import { openGround } from '../../src/app/ground.ts'
import { startWeb } from '../../src/app/web.ts'
import { startWorker } from '../../src/app/worker.ts'
import type { DatabaseKind } from '../../src/platform/db/index.ts'
import { createAccessChanges } from '../../src/platform/live/access-changes.ts'
import { createEmitter } from '../../src/platform/live/emitter.ts'
import { createChangeFeed } from '../../src/platform/live/feed.ts'
import type { Running } from '../../src/platform/lifecycle.ts'
import type { Log } from '../../src/platform/log.ts'
import type { Services } from '../../src/platform/services.ts'
import { testDatabase } from './databases.ts'
import { createMakers, type Makers } from './makers.ts'
import { startTestRedis, type TestRedis } from './redis.ts'
import { connectSocket, type TestSocket } from './socket.ts'
import { Visitor } from './visitor.ts'
import { findTestPort } from './ports.ts'

export interface AppOptions {
  /** How many web processes; 1 unless said otherwise. */
  webs?: number
  /** Whether what changes owe is done; true unless said otherwise. */
  worker?: boolean
  settings?: Partial<Config>
  /** Where its processes log; `takeErrors` gives nothing then. */
  log?: Log
}

/** A running TaskFlow with a database, a Redis and a folder of its own. */
export interface TestApp extends Makers {
  /** Of the first web process. */
  url: string
  urls: string[]
  /** Of a process beside the web processes: what it changes reaches their sockets as a worker's changes do. */
  services: Services
  databaseUrl: string
  redis: TestRedis
  /** What was logged as an error since the last call. */
  takeErrors(): object[]
  /** Somebody who is not signed in. */
  visitor(): Visitor
  /** Connects as a visitor; closed at the end. */
  socket(visitor: Visitor): Promise<TestSocket>
  stop(): Promise<void>
}

/** Starts the real web and worker processes' insides in this process. */
export async function startApp(kind: DatabaseKind, options: AppOptions = {}): Promise<TestApp> {
  const [database, redis] = await Promise.all([testDatabase(kind), startTestRedis()])
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'taskflow-test-app-'))
  const errors: object[] = []
  const log = options.log ?? recordingLog(errors)
  const shared = { ...defaults, databaseUrl: database.url, redisUrl: redis.url, dataDir, ...options.settings }
  const running: Running[] = []
  const urls: string[] = []
  for (let place = 0; place < (options.webs ?? 1); place += 1) {
    const port = await findTestPort()
    running.push(await startWeb({ ...shared, port }, log))
    urls.push(`http://127.0.0.1:${port}`)
  }
  if (options.worker ?? true) running.push(await startWorker(shared, log))
  const beside = await openServices(shared, log)
  running.push(beside)
  const sockets: TestSocket[] = []
  const visitor = (): Visitor => new Visitor(urls[0] ?? '')
  return {
    url: urls[0] ?? '',
    urls,
    databaseUrl: database.url,
    services: beside.services,
    redis,
    visitor,
    ...createMakers(beside.services, visitor),
    takeErrors: () => errors.splice(0),
    async socket(who) {
      const socket = await connectSocket(who)
      sockets.push(socket)
      return socket
    },
    async stop() {
      for (const socket of sockets) socket.close()
      await Promise.all(running.map((one) => one.stop()))
      await Promise.all([database.drop(), redis.stop()])
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

const defaults: Omit<Config, 'databaseUrl' | 'redisUrl' | 'dataDir'> = {
  port: 1,
  host: '127.0.0.1',
  sessionSecret: 'a secret for tests that is long enough',
  appOrigin: undefined,
  trustProxy: 0,
  logLevel: 'error',
  workerConcurrency: 5,
  postsPerMinute: 1_000_000,
  notificationsKeptDays: 90,
  metricsToken: undefined,
  metricsPort: undefined,
  healthPort: undefined,
  drainMs: 0,
  registrationOpen: true,
  production: false,
}

function recordingLog(errors: object[]): Log {
  return pino({ level: 'error' }, { write: (line) => void errors.push(JSON.parse(line) as object) })
}

async function openServices(config: Config, log: Log): Promise<Running & { services: Services }> {
  const ground = await openGround(config, log, 'test')
  const store = await openStore(ground)
  const { broadcast: tell, notify } = createEmitter(ground.redis('publisher'), ground.prefix)
  const reach = { feed: createChangeFeed(tell), tell, accessChanges: createAccessChanges(notify) }
  return {
    services: composeServices(ground, store, reach, ground.redis('sessions')),
    async stop() {
      await store.jobs.close()
      await ground.close()
      await store.db.$disconnect()
    },
  }
}
