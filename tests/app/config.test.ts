import path from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, projectRoot, readConfig } from '../../src/app/config.ts'

function refusal(env: Record<string, string>): string {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('the settings were taken')
}

test.each([
  ['PORT', '0'],
  ['PORT', '65536'],
  ['PORT', '80.5'],
  ['PORT', 'eighty'],
  ['DATABASE_URL', 'mysql://localhost/taskflow'],
  ['DATABASE_URL', 'file:'],
  ['REDIS_URL', 'localhost:6379'],
  ['APP_ORIGIN', 'tasks.example.org'],
  ['APP_ORIGIN', 'https://example.org/tasks'],
  ['TRUST_PROXY', 'yes'],
  ['TRUST_PROXY', '-1'],
  ['LOG_LEVEL', 'loud'],
  ['WORKER_CONCURRENCY', '0'],
  ['POSTS_PER_MINUTE', 'many'],
  ['REGISTRATION_OPEN', 'maybe'],
])('%s=%s stops the start with a sentence that names it, what is wrong, and an example', (name, value) => {
  const sentence = refusal({ [name]: value })
  expect(sentence).toMatch(new RegExp(`^${name} must be .+, but it is "`))
  expect(sentence).toContain(`but it is "${value}". Example: ${name}=`)
})

test('a secret that is too short is not shown', () => {
  const sentence = refusal({ SESSION_SECRET: 'hunter2' })
  expect(sentence).toMatch(/^SESSION_SECRET must be 32 characters or more, but it is too short\. Example: /)
  expect(sentence).not.toContain('hunter2')
})

test('in production the secret has to be set', () => {
  const sentence = refusal({ NODE_ENV: 'production' })
  expect(sentence).toContain('SESSION_SECRET must be 32 characters or more, but it is not set.')
})

test('all that is wrong is said at once', () => {
  const sentences = refusal({ PORT: 'x', LOG_LEVEL: 'y', TRUST_PROXY: 'z' }).split('\n')
  expect(sentences.map((sentence) => sentence.split(' ')[0])).toEqual(['PORT', 'TRUST_PROXY', 'LOG_LEVEL'])
})

test('unset and empty settings have their defaults', () => {
  const dataDir = path.join(projectRoot, 'data')
  const expected = { port: 8000, host: '127.0.0.1', dataDir, databaseUrl: `file:${path.join(dataDir, 'taskflow.db')}` }
  expect(readConfig({})).toMatchObject(expected)
  expect(readConfig({ PORT: '', DATABASE_URL: '', DATA_DIR: '' })).toEqual(readConfig({}))
})

test('the database is in DATA_DIR unless DATABASE_URL says otherwise', () => {
  expect(readConfig({ DATA_DIR: '/srv/taskflow' }).databaseUrl).toBe(
    `file:${path.resolve('/srv/taskflow/taskflow.db')}`,
  )
  expect(readConfig({ DATABASE_URL: 'postgresql://db/x' }).databaseUrl).toBe('postgresql://db/x')
})

test('an origin is taken with or without its last slash', () => {
  expect(readConfig({ APP_ORIGIN: 'http://tasks.example.org/' }).appOrigin).toBe('http://tasks.example.org')
})

test('https without a trusted proxy is refused: no cookie would ever be sent', () => {
  const settings = { APP_ORIGIN: 'https://tasks.example.org' }
  expect(() => readConfig(settings)).toThrow('TRUST_PROXY must be 1 or more')
  expect(readConfig({ ...settings, TRUST_PROXY: '1' }).appOrigin).toBe('https://tasks.example.org')
})

test('a wrong address of a database is told without its password', () => {
  expect(() => readConfig({ DATABASE_URL: 'mysql://me:secret@host/db' })).toThrow(/mysql:\/\/…@host/)
})
