import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LogFile } from '../../src/launcher/log-file.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'taskflow-log-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function openLog({ maxBytes = 1_000, kept = 3 } = {}): LogFile {
  return new LogFile({ file: path.join(folder, 'logs', 'some.log'), maxBytes, kept })
}

function read(name: string): string {
  return readFileSync(path.join(folder, 'logs', name), 'utf8')
}

test('what was written last is there, in files of bounded size and number, with no line missing between them', () => {
  const log = openLog()
  for (let number = 0; number < 1_000; number += 1) log.write(`line ${number}\n`)
  expect(readdirSync(path.join(folder, 'logs')).toSorted()).toEqual([
    'some.1.log',
    'some.2.log',
    'some.3.log',
    'some.log',
  ])
  for (const name of readdirSync(path.join(folder, 'logs')))
    expect(statSync(path.join(folder, 'logs', name)).size).toBeLessThanOrEqual(1_000)
  const lines = ['some.3.log', 'some.2.log', 'some.1.log', 'some.log'].map(read).join('').trim().split('\n')
  expect(lines).toEqual(Array.from({ length: lines.length }, (_, place) => `line ${1_000 - lines.length + place}`))
  expect(lines.length).toBeGreaterThan(250)
})

test('a log of the run before is continued, and put away when it is full', () => {
  openLog().write('before\n')
  const log = openLog({ maxBytes: 20 })
  log.write('after\n')
  expect(read('some.log')).toBe('before\nafter\n')
  log.write('too much for it\n')
  expect([read('some.1.log'), read('some.log')]).toEqual(['before\nafter\n', 'too much for it\n'])
})

test('a line that is larger than a file may be is written whole', () => {
  const log = openLog({ maxBytes: 10 })
  const line = `${'x'.repeat(50)}\n`
  log.write(line)
  log.write(line)
  expect([read('some.1.log'), read('some.log')]).toEqual([line, line])
})

test('lines of two processes that write at the same time are not torn, and a last one without an end is kept', async () => {
  const log = openLog()
  const [one, other] = [new PassThrough(), new PassThrough()]
  for (const stream of [one, other]) log.follow(stream)
  one.write('half of ')
  other.write('all of another\nand ')
  one.write('one\n')
  other.end('no end')
  one.end()
  await Promise.all([finished(one), finished(other)])
  expect(read('some.log').split('\n').toSorted()).toEqual(['', 'all of another', 'and no end', 'half of one'])
})

test('a character that comes in two pieces stays one', async () => {
  const stream = new PassThrough()
  openLog().follow(stream)
  const bytes = Buffer.from('größer\n')
  stream.write(bytes.subarray(0, 3))
  stream.end(bytes.subarray(3))
  await finished(stream)
  expect(read('some.log')).toBe('größer\n')
})

test('what never ends its line does not fill the memory', async () => {
  const stream = new PassThrough()
  openLog({ maxBytes: 1_000_000 }).follow(stream)
  for (let count = 0; count < 5; count += 1) stream.write('x'.repeat(20_000))
  await new Promise((resolve) => setImmediate(resolve))
  expect(read('some.log').length).toBeGreaterThan(64 * 1024)
  stream.end()
})

test('a file that cannot be put away goes on growing, and is put away later', () => {
  const log = openLog({ kept: 1 })
  // A folder in the place of the older file: renaming fails, as on Windows while a program has the file open.
  const inTheWay = path.join(folder, 'logs', 'some.1.log')
  mkdirSync(path.join(inTheWay, 'full'), { recursive: true })
  for (let number = 0; number < 300; number += 1) log.write(`line ${number}\n`)
  expect(read('some.log').split('\n')).toHaveLength(301)
  rmSync(inTheWay, { recursive: true })
  log.write(`${'x'.repeat(1024 * 1024)}\n`)
  expect(read('some.1.log').split('\n')).toHaveLength(301)
})
