// The parts of the bench that stand on the application's own modules or on the tests' support, compiled.
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildServer } from '../build.mjs'

const folder = fileURLToPath(new URL('../../dist/bench', import.meta.url))
const entries = {
  address: 'src/launcher/address.ts',
  'fill-board': 'scripts/bench/fill-board.ts',
  'crowd-store': 'scripts/bench/crowd-store.ts',
  'rolling-restart': 'scripts/bench/rolling-restart.ts',
}

/** @type {Promise<void> | undefined} */
let built

/** @returns {Promise<number>} as `npm start` chooses them */
export async function findFreePort() {
  /** @type {typeof import('../../src/launcher/address.ts')} */
  const compiled = await load('address')
  return compiled.findFreePort()
}

/**
 * @param {string} databaseUrl
 * @returns {Promise<import('./fill-board.ts').BoardFiller>}
 */
export async function openFiller(databaseUrl) {
  /** @type {typeof import('./fill-board.ts')} */
  const compiled = await load('fill-board')
  return compiled.openFiller(databaseUrl)
}

/**
 * @param {string} databaseUrl
 * @returns {Promise<import('./crowd-store.ts').CrowdStore>}
 */
export async function openCrowdStore(databaseUrl) {
  /** @type {typeof import('./crowd-store.ts')} */
  const compiled = await load('crowd-store')
  return compiled.openCrowdStore(databaseUrl)
}

/** @returns {Promise<typeof import('./rolling-restart.ts')>} */
export function loadRollingRestart() {
  return load('rolling-restart')
}

/** @param {keyof typeof entries} name */
async function load(name) {
  built ??= mkdir(folder, { recursive: true }).then(() => buildServer(folder, entries))
  await built
  return import(pathToFileURL(path.join(folder, `${name}.js`)).href)
}
