import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prepareStack, whyNoStack, type ComposeStack } from '../support/compose-stack.ts'
import { buildStages, readDockerfile, wordsOf } from '../support/dockerfile.ts'
import { documented } from '../support/deployment-document.ts'
import { setUpAdministrator, signIn, type Person } from '../support/people.ts'
import { runOn } from '../support/postgres.ts'
import { until } from '../support/until.ts'

const reason = whyNoStack()
if (reason) console.warn(`NOT TESTED, the image's files and the compose file's processes: ${reason}`)

describe.skipIf(reason !== undefined)('the image’s files, made as the Dockerfile makes them', () => {
  let folder: string
  let app: string
  let stack: ComposeStack
  let before: string[]
  let ada: Person

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'taskflow-image-'))
    chmodSync(folder, 0o755)
    app = path.join(await buildStages(readDockerfile(), folder, runShell), 'app')
    before = filesBelow(app)
    stack = await prepareStack({ app, ...(process.getuid?.() === 0 && { identity: { uid: 65_534, gid: 65_534 } }) })
  }, 600_000)
  afterAll(async () => {
    await stack?.down()
    rmSync(folder, { recursive: true, force: true })
  })

  test('hold no development tool, no source, no secret', () => {
    const manifest = JSON.parse(readFileSync(path.join(app, 'package.json'), 'utf8')) as object
    expect(manifest).not.toHaveProperty('devDependencies')
    for (const name of ['typescript', 'vitest', '@playwright/test', 'oxlint', 'prettier', 'esbuild', 'prisma', 'yaml'])
      expect(existsSync(path.join(app, 'node_modules', name)), name).toBe(false)
    for (const name of ['src', 'tests', '.env', '.git', 'data', 'scripts', 'docs'])
      expect(existsSync(path.join(app, name)), name).toBe(false)
    expect(readdirSync(app).toSorted()).toEqual(
      ['dist', 'healthcheck.mjs', 'node_modules', 'package.json', 'prisma', 'public', 'views'].toSorted(),
    )
  })

  test(
    'are what every service of the compose file starts from, and each gets well by its own health check',
    { timeout: 120_000 },
    async () => {
      await stack.up()
      for (const name of ['postgres', 'redis', 'web-1', 'web-2', 'worker', 'scheduler', 'proxy'])
        await until(`${name} is well`, () => stack.isWell(name))
      expect(stack.log('migrate')).toContain('Applied: ')
      for (const [name, answers] of [
        ['web-1:8000', { database: true, redis: true }],
        ['web-2:8000', { database: true, redis: true }],
        ['worker-1:8001', { database: true, redis: true }],
        ['scheduler-1:8001', { redis: true }],
      ] as const) {
        const answer = await fetch(`http://${stack.addressOf(name)}/readyz`)
        expect(answer.status).toBe(200)
        expect(await answer.json()).toEqual(answers)
      }
    },
  )

  test('serve people through the proxy: the first visit, pages, scripts and styles', async () => {
    ada = await setUpAdministrator(stack.url)
    const home = await ada.http.get('/')
    expect(home.status).toBe(200)
    const assets = [...home.text.matchAll(/(?:src|href)="(\/build\/[^"]+)"/g)].map(([, address]) => address ?? '')
    expect(assets.length).toBeGreaterThanOrEqual(2)
    for (const address of assets) expect((await ada.http.get(address)).status, address).toBe(200)
  })

  test('the image runs web unless it is told otherwise', () => {
    const last = readDockerfile().at(-1) as never
    expect(wordsOf(last, 'CMD')).toEqual(['node', '--enable-source-maps', 'dist/web.js'])
    expect(wordsOf(last, 'HEALTHCHECK')).toEqual(['node', 'healthcheck.mjs'])
  })

  test('a health check fails when its process is gone', { timeout: 60_000 }, async () => {
    await stack.stopOne('scheduler')
    expect(await stack.isWell('scheduler')).toBe(false)
    await stack.start('scheduler')
  })

  test('a process that is asked to stop ends in order, with code 0', async () => {
    for (const name of ['web-1', 'web-2', 'worker', 'scheduler']) expect(await stack.stopOne(name), name).toBe(0)
  })

  test(
    'a backup is restored by the commands of docs/deployment.md, and people sign in again',
    { timeout: 120_000 },
    async () => {
      const dump = documented('pg_dump').trim()
      const restore = documented('pg_restore').trim().split('\n')
      const [stop, , , start] = restore
      expect([stop, start]).toEqual([
        'docker compose stop proxy web-1 web-2 worker scheduler',
        'docker compose up --detach --wait',
      ])
      await stack.stopOne('proxy')
      await runShell(onLoopback(`${dump}\n${documented('--rdb').trim()}`, stack), folder)
      await runOn(stack.databaseUrl, 'DELETE FROM "User"')
      await runShell(onLoopback(restore.slice(1, -1).join('\n'), stack), folder)
      expect(readFileSync(path.join(folder, 'redis.rdb')).subarray(0, 5).toString()).toBe('REDIS')
      await stack.up(['web-1', 'web-2', 'worker', 'scheduler', 'proxy'])
      expect((await signIn(stack.url, ada)).cookies()).not.toEqual([])
      for (const name of ['web-1', 'web-2', 'worker', 'scheduler']) await stack.stopOne(name)
    },
  )

  test('nothing was written beside them', () => {
    expect(filesBelow(app)).toEqual(before)
  })
})

async function runShell(command: string, workingDirectory: string): Promise<void> {
  const child = spawn('sh', ['-c', command], { cwd: workingDirectory, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${command}: ${output}`)
}

/** Commands for containers, as they are run where the services are processes of this machine. */
function onLoopback(commands: string, { databaseUrl, redisUrl }: ComposeStack): string {
  const [database, redis] = [new URL(databaseUrl), new URL(redisUrl)]
  const postgres = `PGHOST=${database.hostname} PGPORT=${database.port} PGPASSWORD=${database.password}`
  return `set -e\n${commands}`
    .replaceAll('docker compose exec -T postgres', postgres)
    .replaceAll(
      'docker compose exec -T redis redis-cli',
      `REDISCLI_AUTH=${redis.password} redis-cli -h ${redis.hostname} -p ${redis.port}`,
    )
}

/** With their sizes and times. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => {
    const { size, mtimeMs } = statSync(path.join(folder, file), { throwIfNoEntry: false }) ?? {}
    return `${file} ${size} ${mtimeMs}`
  })
}
