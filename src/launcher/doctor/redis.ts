import { Redis } from 'ioredis'
import type { Config } from '../../app/config.ts'
import { readLastRuns } from '../../platform/jobs/last-runs.ts'
import { redisVersion } from '../../platform/redis.ts'
import { findRedisUrl } from '../redis/index.ts'
import { hostAndPort, whyNoPong } from '../redis/ping.ts'
import { clockFinding } from './database.ts'
import { ok, reasonOf, warning, wrong, type Finding } from './finding.ts'

/** The sweep runs every five seconds. */
const sweptWithinMs = 60_000

export interface RedisQuestion {
  isRunning: boolean
  /** Undefined where there is no database yet. */
  installationId: string | undefined
}

/** Whether Redis answers, keeps what it is given, and the schedule is kept. */
export async function checkRedis(config: Config, question: RedisQuestion): Promise<Finding[]> {
  const check = 'Redis'
  let url: string
  try {
    url = await findRedisUrl(config)
  } catch (error) {
    if (question.isRunning) return [wrong(check, reasonOf(error), 'Start Redis, or set REDIS_URL.')]
    return [ok(check, 'None runs; `npm start` brings one. For real use set REDIS_URL.')]
  }
  const reason = await whyNoPong(url)
  if (reason !== undefined) {
    return [wrong(check, `${hostAndPort(url)} does not answer (${reason}).`, 'Start it, or correct REDIS_URL.')]
  }
  const client = new Redis(url, { retryStrategy: null, maxRetriesPerRequest: 0, commandTimeout: 3_000 })
  client.on('error', () => undefined)
  try {
    return await examine(client, url, question)
  } catch (error) {
    return [wrong(check, `${hostAndPort(url)} answers PING and then fails: ${reasonOf(error)}.`, 'See its log.')]
  } finally {
    client.disconnect()
  }
}

async function examine(client: Redis, url: string, question: RedisQuestion): Promise<Finding[]> {
  await client.ping()
  const version = await redisVersion(client)
  const facts = await client.info()
  const findings = [
    versionFinding(`${hostAndPort(url)} answers (${version ?? 'of an unknown version'}).`, version),
    persistenceFinding(facts),
    policyFinding(facts),
    await redisClock(client),
  ]
  if (question.isRunning) findings.push(await scheduleFinding(client, question.installationId))
  return findings
}

function versionFinding(found: string, version: string | null): Finding {
  const [major = 0, minor = 0] = (version ?? '').replace('Valkey ', '').split('.').map(Number)
  if (version === null || major > 6 || (major === 6 && minor >= 2)) return ok('Redis', found)
  return wrong('Redis', found, 'Use Redis 6.2 or newer, or Valkey.')
}

function persistenceFinding(facts: string): Finding {
  const check = 'Redis keeps its keys'
  if (factOf(facts, 'aof_enabled') === '1') return ok(check, 'It writes an append-only file.')
  const mend = 'Set `appendonly yes` in its configuration. Without it, its restart signs everybody out.'
  return warning(check, 'It has no append-only file.', mend)
}

function policyFinding(facts: string): Finding {
  const check = 'Redis drops no keys'
  const policy = factOf(facts, 'maxmemory_policy')
  if (policy === undefined || policy === 'noeviction') return ok(check, 'Its policy is noeviction.')
  const mend = 'Set `maxmemory-policy noeviction` in its configuration: else it may drop queued jobs when it is full.'
  return wrong(check, `Its policy is ${policy}.`, mend)
}

async function redisClock(client: Redis): Promise<Finding> {
  const before = Date.now()
  const [seconds, microseconds] = await client.time()
  const theirs = Number(seconds) * 1000 + Number(microseconds) / 1000
  return clockFinding('Clock of Redis', theirs - (before + Date.now()) / 2)
}

async function scheduleFinding(client: Redis, installationId: string | undefined): Promise<Finding> {
  const check = 'Schedule'
  const mend = 'See that a worker and a scheduler run; their logs say why not.'
  const runs = installationId === undefined ? [] : await readLastRuns(client, `taskflow:${installationId}`)
  const sweep = runs.find(({ job }) => job === 'sweep-outbox')
  if (!sweep) return wrong(check, 'No recurring job was done yet.', mend)
  const agoMs = Date.now() - sweep.startedAt.getTime()
  if (agoMs > sweptWithinMs)
    return wrong(check, `The last recurring job was done at ${sweep.startedAt.toISOString()}.`, mend)
  const failed = runs.filter(({ failure }) => failure !== null)
  if (failed.length === 0) return ok(check, `Recurring jobs are done, the last one ${Math.round(agoMs / 1000)} s ago.`)
  const reasons = failed.map(({ job, failure }) => `${job} (${failure})`).join(', ')
  return warning(check, `Failed the last time: ${reasons}.`, 'The log of the worker says more.')
}

function factOf(facts: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(facts)?.[1]
}
