import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import https from 'node:https'
import type { IncomingMessage } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setup } from '../../scripts/setup.mjs'
import { prepareStack, whyNoStack, type ComposeStack } from '../support/compose-stack.ts'

const hasOpenssl = spawnSync('openssl', ['version'], { stdio: 'ignore' }).status === 0
const reason = whyNoStack() ?? (hasOpenssl ? undefined : 'this machine has no openssl')
if (reason) console.warn(`NOT TESTED, TLS at the proxy: ${reason}`)

describe.skipIf(reason !== undefined)('with TLS at the proxy', () => {
  let folder: string
  let stack: ComposeStack

  beforeAll(async () => {
    await setup()
    folder = mkdtempSync(path.join(os.tmpdir(), 'taskflow-tls-'))
    const [certificate, key] = [path.join(folder, 'certificate.pem'), path.join(folder, 'key.pem')]
    const options = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=board.example.org']
    expect(spawnSync('openssl', [...options, '-keyout', key, '-out', certificate]).status).toBe(0)
    const env = { APP_ORIGIN: 'https://board.example.org/', TLS_CERTIFICATE: certificate, TLS_KEY: key }
    stack = await prepareStack({ env, overlay: 'scripts/compose/tls.yml' })
    await stack.up()
  }, 120_000)
  afterAll(async () => {
    await stack?.down()
    rmSync(folder, { recursive: true, force: true })
  })

  test('pages come by https, with a cookie for https alone', async () => {
    const { statusCode, headers } = await getInsecurely(`${stack.httpsUrl}/accounts/setup/`)
    expect(statusCode).toBe(200)
    expect(headers['strict-transport-security']).toMatch(/max-age=\d+/)
    expect(headers['set-cookie']?.join()).toMatch(/^taskflow-\w+=.*; Secure/)
  })

  test('http leads to the address that people use', async () => {
    const answer = await fetch(`${stack.url}/boards/1/?task=2`, { redirect: 'manual' })
    expect(answer.status).toBe(308)
    expect(answer.headers.get('location')).toBe('https://board.example.org/boards/1/?task=2')
  })
})

/** The certificate was made by the test itself. */
function getInsecurely(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    https.get(url, { rejectUnauthorized: false }, (answer) => resolve(answer.resume())).once('error', reject)
  })
}
