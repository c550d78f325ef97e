import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { exitCodeForConfig, OperatorError } from '../platform/lifecycle.ts'

/** Where package.json, views/ and public/ are; the compiled code in dist/ and the sources in src/ both lie below it. */
export const projectRoot = findProjectRoot(path.dirname(fileURLToPath(import.meta.url)))

/** As in package.json. */
export const taskflowVersion = (
  JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as { version: string }
).version

const port = z.coerce.number().int().min(1).max(65_535)
const flag = z.enum(['true', 'false']).transform((word) => word === 'true')
const databaseUrl = z.string().regex(/^(file:.+|postgres(ql)?:\/\/.+)$/)
const redisUrl = z.string().regex(/^rediss?:\/\/.+/)
const origin = z
  .string()
  .regex(/^https?:\/\/[^/]+\/?$/)
  .transform((text) => new URL(text).origin)

/** Every setting: its shape, what it is when unset, and an example for whoever set it wrong. */
const settings = {
  PORT: { shape: port.default(8000), wanted: 'a port number from 1 to 65535', example: '8000' },
  HOST: { shape: z.string().min(1).default('127.0.0.1'), wanted: 'an address to listen on', example: '127.0.0.1' },
  DATABASE_URL: {
    shape: databaseUrl.optional(),
    wanted: 'file:… or postgresql://…',
    example: 'file:./data/taskflow.db',
  },
  REDIS_URL: { shape: redisUrl.optional(), wanted: 'redis://… or rediss://…', example: 'redis://127.0.0.1:6379' },
  SESSION_SECRET: {
    shape: z.string().min(32).optional(),
    wanted: '32 characters or more',
    example: 'the output of: openssl rand -hex 32',
  },
  APP_ORIGIN: {
    shape: origin.optional(),
    wanted: 'scheme and host, without a path',
    example: 'https://tasks.example.org',
  },
  TRUST_PROXY: {
    shape: z.coerce.number().int().min(0).max(10).default(0),
    wanted: 'how many proxies stand in front (0 to 10)',
    example: '1',
  },
  LOG_LEVEL: {
    shape: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    wanted: 'trace, debug, info, warn, error, fatal or silent',
    example: 'info',
  },
  WORKER_CONCURRENCY: {
    shape: z.coerce.number().int().min(1).max(100).default(20),
    wanted: 'how many jobs run at once (1 to 100)',
    example: '20',
  },
  POSTS_PER_MINUTE: {
    shape: z.coerce.number().int().min(1).max(1_000_000).default(300),
    wanted: 'how many messages and comments one person may post a minute',
    example: '300',
  },
  NOTIFICATIONS_KEPT_DAYS: {
    shape: z.coerce.number().int().min(30).max(36_500).default(90),
    wanted: 'for how many days a notification that was read is kept (30 to 36500)',
    example: '90',
  },
  METRICS_TOKEN: {
    shape: z.string().min(16).optional(),
    wanted: '16 characters or more',
    example: 'the output of: openssl rand -hex 32',
  },
  METRICS_PORT: {
    shape: z.coerce.number().int().min(1).max(65_534).optional(),
    wanted: 'a port number from 1 to 65534',
    example: '9464',
  },
  HEALTH_PORT: {
    shape: port.optional(),
    wanted: 'a port number from 1 to 65535, or unset',
    example: '8001',
  },
  DRAIN_SECONDS: {
    shape: z.coerce.number().int().min(0).max(5).default(0),
    wanted: 'how many seconds web goes on answering after it was asked to stop (0 to 5)',
    example: '3',
  },
  REGISTRATION_OPEN: { shape: flag.default(true), wanted: 'true or false', example: 'true' },
  DATA_DIR: { shape: z.string().min(1).default('./data'), wanted: 'a folder', example: './data' },
  NODE_ENV: { shape: z.string().optional(), wanted: 'production, or unset', example: 'production' },
} as const

/** A wrong one is not repeated: it may be nearly the right one. */
const secrets = new Set<SettingName>(['SESSION_SECRET', 'METRICS_TOKEN'])

export interface Config {
  port: number
  host: string
  /** `file:<absolute path>` or `postgresql://…` */
  databaseUrl: string
  redisUrl: string | undefined
  sessionSecret: string | undefined
  /** The address people use, when a proxy hides it from us: scheme and host. */
  appOrigin: string | undefined
  trustProxy: number
  logLevel: string
  workerConcurrency: number
  postsPerMinute: number
  notificationsKeptDays: number
  /** Whoever shows it may read /metrics; undefined: only programs on this machine. */
  metricsToken: string | undefined
  /** Where the worker serves its metrics, and on the next port the scheduler; undefined: not at all. */
  metricsPort: number | undefined
  /** Where worker and scheduler answer /healthz and /readyz; nowhere when undefined. */
  healthPort: number | undefined
  /** For so long web answers on, but is not ready, after it was asked to stop: a balancer that asks /readyz has to notice. */
  drainMs: number
  registrationOpen: boolean
  /** Absolute. Everything that a running instance writes is below it. */
  dataDir: string
  production: boolean
}

/** A setting is wrong. `message` names each one, what is wrong with it and an example: fit to be shown as it is. */
export class ConfigError extends OperatorError {
  override name = 'ConfigError'

  constructor(message: string) {
    super(message, exitCodeForConfig)
  }
}

/**
 * Reads the settings from environment variables and, where the variable is unset, from `.env` in the project's folder.
 * @throws {ConfigError} naming every wrong setting
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  if (env === process.env) loadDotEnv()
  const values = parseSettings(env)
  const dataDir = path.resolve(projectRoot, values.DATA_DIR)
  if (values.NODE_ENV === 'production' && !values.SESSION_SECRET)
    throw new ConfigError(complain('SESSION_SECRET', undefined))
  if (values.APP_ORIGIN?.startsWith('https:') && values.TRUST_PROXY === 0) {
    // TLS ends at a proxy, and cookies for https are only sent when we know that it did.
    throw new ConfigError('TRUST_PROXY must be 1 or more when APP_ORIGIN begins with https://. Example: TRUST_PROXY=1')
  }
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: absoluteDatabaseUrl(values.DATABASE_URL ?? `file:${path.join(dataDir, 'taskflow.db')}`),
    redisUrl: values.REDIS_URL,
    sessionSecret: values.SESSION_SECRET,
    appOrigin: values.APP_ORIGIN,
    trustProxy: values.TRUST_PROXY,
    logLevel: values.LOG_LEVEL,
    workerConcurrency: values.WORKER_CONCURRENCY,
    postsPerMinute: values.POSTS_PER_MINUTE,
    notificationsKeptDays: values.NOTIFICATIONS_KEPT_DAYS,
    metricsToken: values.METRICS_TOKEN,
    metricsPort: values.METRICS_PORT,
    healthPort: values.HEALTH_PORT,
    drainMs: values.DRAIN_SECONDS * 1000,
    registrationOpen: values.REGISTRATION_OPEN,
    dataDir,
    production: values.NODE_ENV === 'production',
  }
}

function loadDotEnv(): void {
  const file = path.join(projectRoot, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}

type SettingName = keyof typeof settings
type SettingValues = { [Name in SettingName]: z.output<(typeof settings)[Name]['shape']> }

function parseSettings(env: NodeJS.ProcessEnv): SettingValues {
  const names = Object.keys(settings) as SettingName[]
  const wrong: string[] = []
  const values: Partial<Record<SettingName, unknown>> = {}
  for (const name of names) {
    const given = env[name] === '' ? undefined : env[name]
    const parsed = settings[name].shape.safeParse(given)
    if (parsed.success) values[name] = parsed.data
    else wrong.push(complain(name, given))
  }
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'))
  return values as SettingValues
}

function complain(name: SettingName, given: string | undefined): string {
  const { wanted, example } = settings[name]
  // A secret that is too short is still somebody's secret: it is not shown.
  const found =
    given === undefined ? 'it is not set' : secrets.has(name) ? 'it is too short' : `it is "${withoutPassword(given)}"`
  return `${name} must be ${wanted}, but ${found}. Example: ${name}=${example}`
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//…@')
}

function absoluteDatabaseUrl(url: string): string {
  return url.startsWith('file:') ? `file:${path.resolve(projectRoot, url.slice('file:'.length))}` : url
}

function findProjectRoot(from: string): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder
    if (path.dirname(folder) === folder) throw new Error(`no package.json above ${from}`)
  }
}
