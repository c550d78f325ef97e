import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { setup } from '../../scripts/setup.mjs'
import { projectRoot } from '../../src/app/config.ts'

let folder: string

// A checkout of its own, so that nobody's `.env` is touched.
beforeAll(async () => {
  await setup()
  folder = mkdtempSync(path.join(os.tmpdir(), 'taskflow-dot-env-'))
  for (const name of ['dist', 'package.json', 'prisma']) {
    cpSync(path.join(projectRoot, name), path.join(folder, name), { recursive: true })
  }
  symlinkSync(path.join(projectRoot, 'node_modules'), path.join(folder, 'node_modules'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Starts the whole of it with a `.env`. */
function startWith(lines: string[], env: Record<string, string> = {}): { status: number | null; output: string } {
  writeFileSync(path.join(folder, '.env'), `${lines.join('\n')}\n`)
  const { PATH = '' } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(folder, 'dist', 'supervisor.js')], {
    env: { PATH, ...env },
    encoding: 'utf8',
    timeout: 20_000,
  })
  return { status, output: stdout + stderr }
}

test('wrong values in .env end the start with a sentence each, and nothing is written', () => {
  const { status, output } = startWith(['# ours', 'PORT=eight', 'DATA_DIR=elsewhere', 'LOG_LEVEL="loud"'])
  expect(status).toBe(78)
  expect(output.trim().split('\n')).toEqual([
    expect.stringMatching(/^PORT must be .+, but it is "eight"\. Example: PORT=/),
    expect.stringMatching(/^LOG_LEVEL must be .+, but it is "loud"\. Example: LOG_LEVEL=/),
  ])
  for (const name of ['data', 'elsewhere']) expect(existsSync(path.join(folder, name)), name).toBe(false)
})

test('what the environment says goes before what .env says', () => {
  const { status, output } = startWith(['PORT=eight', 'LOG_LEVEL=loud'], { PORT: '8123' })
  expect(status).toBe(78)
  expect(output).toMatch(/^LOG_LEVEL must be .+\n$/)
})
