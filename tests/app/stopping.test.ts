import { afterEach, describe, expect, test } from 'vitest'
import { serveHealth } from '../../src/platform/health-server.ts'
import { createReadiness } from '../../src/platform/readiness.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { until } from '../support/until.ts'
import { findTestPort } from '../support/ports.ts'

describe('a process that is about to stop', () => {
  let app: TestApp | undefined
  afterEach(() => app?.stop())

  test('says that it is not ready, answers people for as long as DRAIN_SECONDS says, and then refuses connections', async () => {
    app = await startApp('sqlite', { worker: false, settings: { drainMs: 5000 } })
    const { url } = app
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    const stopped = app.stop()
    app = undefined
    const ready = await until('it is not ready', async () => {
      const answer = await fetch(`${url}/readyz`)
      return answer.status === 503 && ((await answer.json()) as object)
    })
    expect(ready).toEqual({ database: true, redis: true, stopping: true })
    expect((await fetch(`${url}/accounts/setup/`)).status).toBe(200)
    await stopped
    await expect(fetch(`${url}/readyz`)).rejects.toThrow('fetch failed')
  })
})

describe('HEALTH_PORT', () => {
  test('is where a process without other addresses says that it lives, and whether it can work', async () => {
    const readiness = createReadiness({ redis: async () => 'PONG', database: () => Promise.reject(new Error('gone')) })
    const port = await findTestPort()
    const health = await serveHealth(readiness, { host: '127.0.0.1', port })
    const url = `http://127.0.0.1:${port}`
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    const ready = await fetch(`${url}/readyz`)
    expect(ready.status).toBe(503)
    expect(await ready.json()).toEqual({ redis: true, database: false })
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404)
    health.close()
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed')
  })
})
