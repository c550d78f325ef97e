import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const source = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../src')

/** The slices, lowest first: each may import those before it. A new slice is put in its place here. */
const slices = [
  'users',
  'auth',
  'boards',
  'presence',
  'labels',
  'mentions',
  'notifications',
  'tasks',
  'columns',
  'members',
  'comments',
  'chat',
  'board-page',
  'palette',
  'home',
  'transfer',
  'setup',
  'admin',
  'api-docs',
]

/** What is allowed where, from the top of the building to its ground. */
const floors = ['entry', 'app', 'slice', 'platform'] as const
type Floor = (typeof floors)[number] | 'launcher' | 'browser' | 'generated'

/** Packages that one part of the building knows, so that the rest could do without. */
const packageOwners: [RegExp, (file: string) => boolean][] = [
  [
    /^(express|helmet|csurf|passport|express-session|pino-http)$/,
    (file) => file.startsWith('platform/http/') || isWiring(file),
  ],
  [/^socket\.io$|^@socket\.io\//, (file) => file.startsWith('platform/live/')],
  [/^socket\.io-client$/, (file) => file.startsWith('browser/')],
  [/^prom-client$/, (file) => file === 'platform/metrics/instruments.ts'],
  [/^@bull-board\//, (file) => file === 'platform/jobs/queue-board.ts'],
  [/^bullmq$/, (file) => file.startsWith('platform/jobs/')],
  [/^ejs$/, (file) => file.startsWith('platform/views/')],
  [/^(pg|@prisma\/.*|@photostructure\/sqlite)$/, (file) => file.startsWith('platform/db/')],
  [/^markdown-it$/, (file) => file === 'platform/markdown.ts'],
  [/^multer$/, (file) => file.startsWith('platform/http/')],
  [/^csv-stringify/, (file) => file.startsWith('transfer/')],
  [/^@node-rs\/argon2$/, (file) => file.startsWith('users/')],
]

interface Import {
  file: string
  /** A file below src/, or a package's name. */
  target: string
  isTypeOnly: boolean
  isFile: boolean
}

const imports = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.ts') && !file.startsWith('generated/'))
  .flatMap(importsOf)

test('there are imports to look at', () => expect(imports.length).toBeGreaterThan(300))

test('entries import the application, it the slices, they the platform, and never back', () => {
  const floorsDown = imports.filter(({ isFile }) => isFile).filter(({ file, target }) => !mayImport(file, target))
  expect(floorsDown.map(describeImport)).toEqual([])
})

test('a slice imports another through its index only, and only one that comes before it', () => {
  const between = imports.filter(
    ({ file, target, isFile }) => isFile && isSlice(file) && isSlice(target) && top(file) !== top(target),
  )
  const wrong = between.filter(
    ({ file, target }) =>
      target !== `${top(target)}/index.ts` || slices.indexOf(top(target)) >= slices.indexOf(top(file)),
  )
  expect(between.length).toBeGreaterThan(10)
  expect(wrong.map(describeImport)).toEqual([])
})

test('the application imports a slice through its index only', () => {
  const wrong = imports.filter(
    ({ file, target, isFile }) => isFile && floorOf(file) === 'app' && isSlice(target) && !target.endsWith('/index.ts'),
  )
  expect(wrong.map(describeImport)).toEqual([])
})

test('every folder is a known part, and every slice is in the order', () => {
  const parts = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const known = ['app', 'platform', 'launcher', 'browser', 'generated', ...slices]
  expect(parts.map(({ name }) => name).toSorted()).toEqual(known.toSorted())
})

test.each(packageOwners)('only its owner imports %s', (pattern, owns) => {
  const wrong = imports.filter(
    ({ file, target, isFile, isTypeOnly }) => !isFile && pattern.test(target) && !owns(file) && !isTypeOnly,
  )
  expect(wrong.map(describeImport)).toEqual([])
  expect(imports.some(({ target, isFile }) => !isFile && pattern.test(target))).toBe(true)
})

test('slices know no Express but in their routes, no sockets, no queue, not even as types', () => {
  const wrong = imports.filter(
    ({ file, target, isFile }) => isSlice(file) && !isFile && /^(express|socket\.io|bullmq|ioredis)$/.test(target),
  )
  expect(wrong.map(describeImport)).toEqual([])
})

test('routes are declared in *.routes.ts, socket events in *.sockets.ts', () => {
  const wrong = imports.filter(
    ({ file, target, isTypeOnly }) =>
      isSlice(file) &&
      !isTypeOnly &&
      ((target === 'platform/http/route.ts' && !file.endsWith('.routes.ts')) ||
        (target === 'platform/live/socket-event.ts' && !file.endsWith('.sockets.ts'))),
  )
  expect(wrong.map(describeImport)).toEqual([])
})

test('only the choice of database knows the generated clients', () => {
  const wrong = imports.filter(
    ({ file, target }) => target.startsWith('generated/') && !file.startsWith('platform/db/'),
  )
  expect(wrong.map(describeImport)).toEqual([])
})

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(source, file), 'utf8')
  const found = text.matchAll(
    /^(?:import|export)\s(?<what>[^'"`;]*?)\sfrom\s'(?<target>[^']+)'|^import\s'(?<bare>[^']+)'|\bimport\('(?<late>[^']+)'\)/gm,
  )
  return Array.from(found, ({ groups }) => {
    const target = groups?.['target'] ?? groups?.['bare'] ?? groups?.['late'] ?? ''
    const isFile = target.startsWith('.')
    return {
      file,
      target: isFile ? path.posix.join(path.posix.dirname(file), target) : target,
      isFile,
      isTypeOnly: groups?.['what']?.startsWith('type ') ?? false,
    }
  })
}

function mayImport(file: string, target: string): boolean {
  const [from, to] = [floorOf(file), floorOf(target)]
  // The launcher starts processes: it reads the settings and stands on the platform, and processes find their Redis through it.
  if (from === 'launcher') return to === 'launcher' || to === 'platform' || target === 'app/config.ts'
  if (to === 'launcher') return from === 'app' || from === 'entry'
  // Server and browser share what is pure: files that import nothing, or nothing but such files.
  if (from === 'browser') return to === 'browser' || isPure(target)
  if (to === 'browser') return false
  if (to === 'generated') return from === 'platform'
  if (from === 'generated') return false
  if (from === 'entry') return to === 'app' || to === 'platform'
  const [high, low] = [floors.indexOf(from), floors.indexOf(to)]
  return high <= low
}

function isPure(file: string): boolean {
  return imports.filter((one) => one.file === file).every(({ target, isFile }) => isFile && isPure(target))
}

function floorOf(file: string): Floor {
  if (!file.includes('/')) return 'entry'
  const folder = top(file)
  if (
    folder === 'app' ||
    folder === 'platform' ||
    folder === 'launcher' ||
    folder === 'browser' ||
    folder === 'generated'
  )
    return folder
  return 'slice'
}

function isSlice(file: string): boolean {
  return floorOf(file) === 'slice'
}

function isWiring(file: string): boolean {
  return file.startsWith('app/') || file.endsWith('.routes.ts')
}

function top(file: string): string {
  return file.split('/')[0] ?? ''
}

function describeImport({ file, target }: Import): string {
  return `${file} imports ${target}`
}
