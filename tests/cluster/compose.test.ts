import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, test } from 'vitest'
import { projectRoot, readConfig } from '../../src/app/config.ts'
import { readCompose } from '../support/compose-file.ts'
import { deploymentDocument, documented } from '../support/deployment-document.ts'

const env = { POSTGRES_PASSWORD: 'one', REDIS_PASSWORD: 'two', SESSION_SECRET: 'three'.repeat(10) }
const tls = {
  ...env,
  APP_ORIGIN: 'https://board.example.org',
  TLS_CERTIFICATE: '/etc/ssl/board.pem',
  TLS_KEY: '/etc/ssl/board.key',
}
const overlay = 'scripts/compose/tls.yml'

/** What stands in commands of the document, and is no service. */
const programs = new Set([
  'pg_dump',
  'pg_restore',
  'node',
  'nginx',
  'taskflow',
  'reload',
  'info',
  'memory',
  'redis-cli',
])

/** Compose itself, where this machine has it: reading its file needs no engine. */
const composeCommand = [['docker', 'compose'], ['docker-compose']].find(
  ([command = '', ...args]) => spawnSync(command, [...args, 'version'], { stdio: 'ignore' }).status === 0,
)
if (!composeCommand) console.warn('NOT TESTED, that Compose itself takes docker-compose.yml: it is not on this machine')

describe('docker-compose.yml', () => {
  test.each(Object.keys(env))('says which setting is missing: %s', (name) => {
    expect(() => readCompose({ ...env, [name]: '' })).toThrow(`${name} is missing a value: set it in .env`)
  })

  test.each(['APP_ORIGIN', 'TLS_CERTIFICATE', 'TLS_KEY'])('says which setting is missing for TLS: %s', (name) => {
    expect(() => readCompose({ ...tls, [name]: '' }, overlay)).toThrow(`${name} is missing a value`)
  })

  test('lays TLS over itself', () => {
    const { proxy } = readCompose(tls, overlay).services
    expect(proxy?.volumes).toContain('/etc/ssl/board.pem:/etc/nginx/tls/certificate.pem:ro')
    expect(proxy?.volumes?.filter((volume) => volume.includes('/default.conf.template'))).toHaveLength(1)
    expect(proxy?.ports).toEqual(['80:80', '443:443'])
  })

  test('gives every process of ours settings that it takes', () => {
    const { services } = readCompose(env)
    const ours = Object.entries(services).filter(([, { image }]) => image.startsWith('taskflow'))
    expect(ours.map(([name]) => name).toSorted()).toEqual(['migrate', 'scheduler', 'web-1', 'web-2', 'worker'])
    for (const [name, { environment = {} }] of ours) {
      const config = readConfig({ NODE_ENV: 'production', HOST: '0.0.0.0', PORT: '8000', ...environment })
      expect(config, name).toMatchObject({ trustProxy: 1, production: true })
      expect(config.databaseUrl).toBe('postgresql://taskflow:one@postgres:5432/taskflow')
      expect(config.redisUrl).toBe('redis://:two@redis:6379')
    }
  })

  test('keeps what must not be lost, and starts again what ended', () => {
    const { services, volumes } = readCompose(env)
    expect(Object.keys(volumes ?? {}).toSorted()).toEqual(['postgres', 'redis'])
    expect(services['redis']?.command).toEqual(expect.arrayContaining(['--appendonly', 'yes', 'noeviction']))
    for (const [name, { restart, healthcheck }] of Object.entries(services)) {
      expect(restart, name).toBe(name === 'migrate' ? 'no' : 'unless-stopped')
      expect(healthcheck, name).toBeDefined()
    }
  })

  test('mounts files that are there', () => {
    const mounted = Object.values(readCompose(env).services).flatMap(({ volumes = [] }) => volumes)
    const own = mounted.map((volume) => volume.split(':')[0] ?? '').filter((source) => source.startsWith('.'))
    expect(own.length).toBeGreaterThan(2)
    for (const source of own) expect(existsSync(path.join(projectRoot, source)), source).toBe(true)
  })

  test('the lines of docs/deployment.md make a .env that it takes', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'taskflow-env-'))
    try {
      expect(spawnSync('sh', ['-ec', documented('POSTGRES_PASSWORD=')], { cwd: folder }).status).toBe(0)
      const made = parseEnv(readFileSync(path.join(folder, '.env'), 'utf8')) as Record<string, string>
      const environment = readCompose(made).services['web-1']?.environment
      expect(readConfig({ NODE_ENV: 'production', ...environment }).sessionSecret).toHaveLength(64)
      expect(statSync(path.join(folder, '.env')).mode & 0o077).toBe(0)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('has every service that docs/deployment.md names in a command', () => {
    const words = [...deploymentDocument().matchAll(/docker compose (?:exec|stop|run|logs|up)\b([^`\n<>]*)/g)].map(
      ([, rest]) => rest ?? '',
    )
    const named = words
      .flatMap((rest) => rest.match(/(?<=\s)(?:web-\d|[a-z]+)(?=\s|$)/g) ?? [])
      .filter((word) => !programs.has(word))
    expect(new Set(named)).toEqual(new Set(Object.keys(readCompose(env).services)))
  })

  test.skipIf(!composeCommand)('is taken by Compose itself, and refused by it without passwords', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'taskflow-env-'))
    const run = (settings: Record<string, string>, ...files: string[]) => {
      const file = path.join(folder, '.env')
      writeFileSync(
        file,
        Object.entries(settings)
          .map(([name, value]) => `${name}=${value}\n`)
          .join(''),
      )
      const [program = '', ...words] = composeCommand ?? []
      const args = [...words, '--env-file', file, ...files, 'config']
      const { PATH = '', HOME = '' } = process.env
      const { status, stderr } = spawnSync(program, args, { cwd: projectRoot, encoding: 'utf8', env: { PATH, HOME } })
      return { status, stderr }
    }
    try {
      expect(run(env)).toEqual({ status: 0, stderr: '' })
      expect(run(tls, '-f', 'docker-compose.yml', '-f', overlay)).toEqual({ status: 0, stderr: '' })
      const refused = run({ ...env, POSTGRES_PASSWORD: '' })
      expect(refused.status).not.toBe(0)
      expect(refused.stderr).toContain('set it in .env')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
