// Finds the browser that the tests drive: one that is there, else Playwright's own download, else the distribution's package.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { canInstallSystemPackages, firstExecutable, installSystemPackages, isExecutable } from './system-packages.mjs'

const downloadDeadlineMs = 180_000
const isWindows = process.platform === 'win32'

/** What the tests start it with. Only as root it cannot have its sandbox. */
export const chromiumFlags = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * The path of a Chromium or Chrome. The first of: CHROMIUM_PATH; one that is installed; Playwright's own, downloaded if it has to be;
 * Debian's package, where we may install it; of two, the one without windows.
 * @param {{ log?: (line: string) => void }} [options] `log` gets one line on what is taken or fetched
 * @returns {Promise<string>}
 * @throws {Error} with one sentence when there is none
 */
export async function findChromium({ log = console.log } = {}) {
  const given = process.env['CHROMIUM_PATH']
  if (given) return requireGiven(given)
  const found = firstExecutable(installedPlaces()) ?? playwrightPlace()
  if (found) return found
  const fetched = download(log) ?? installPackage(log)
  if (fetched) return fetched
  throw new Error(
    'No Chromium or Chrome was found, and none could be fetched: install one, or set CHROMIUM_PATH to its program file.',
  )
}

/** @param {string} given */
function requireGiven(given) {
  if (isExecutable(given)) return given
  throw new Error(
    `CHROMIUM_PATH is "${given}", but there is no program: set it to a Chromium's program file, or unset it.`,
  )
}

function installedPlaces() {
  // The one without windows first: half of what the other does is drawing its own.
  const names = [
    'chromium-headless-shell',
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'chrome',
    'microsoft-edge',
  ]
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean)
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, isWindows ? `${name}.exe` : name)))
  return [...onPath, ...usualPlaces()]
}

function usualPlaces() {
  if (process.platform === 'darwin') return macPlaces()
  if (isWindows) return windowsPlaces()
  return ['/usr/bin/chromium', '/usr/bin/google-chrome', '/opt/google/chrome/chrome', '/snap/bin/chromium']
}

function macPlaces() {
  const programs = ['Google Chrome', 'Chromium', 'Microsoft Edge']
  const folders = ['/Applications', path.join(os.homedir(), 'Applications')]
  return folders.flatMap((folder) => programs.map((name) => path.join(folder, `${name}.app/Contents/MacOS/${name}`)))
}

function windowsPlaces() {
  const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name]).filter(Boolean)
  const programs = [
    'Google/Chrome/Application/chrome.exe',
    'Chromium/Application/chrome.exe',
    'Microsoft/Edge/Application/msedge.exe',
  ]
  return folders.flatMap((folder) => programs.map((program) => path.join(String(folder), program)))
}

function playwrightPlace() {
  const { chromium } = createRequire(import.meta.url)('@playwright/test')
  return firstExecutable([chromium.executablePath()])
}

/** @param {(line: string) => void} log */
function download(log) {
  log('No browser for the tests is installed: downloading Chromium (once) …')
  const cli = path.join(path.dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js')
  spawnSync(process.execPath, [cli, 'install', 'chromium'], {
    stdio: 'ignore',
    timeout: downloadDeadlineMs,
    windowsHide: true,
  })
  return playwrightPlace()
}

/** @param {(line: string) => void} log */
function installPackage(log) {
  if (!canInstallSystemPackages()) return undefined
  log('The download did not work: installing a package of Chromium …')
  for (const name of ['chromium-headless-shell', 'chromium']) {
    if (installSystemPackages(name)) return firstExecutable(installedPlaces())
  }
  return undefined
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await findChromium().then(console.log, (error) => {
    console.error(error.message)
    process.exit(1)
  })
}
