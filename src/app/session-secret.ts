import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Config } from './config.ts'

/** The secret that signs session cookies: SESSION_SECRET, or one that is made once and kept in the data folder. */
export function readSessionSecret({ sessionSecret, dataDir }: Config): string {
  return sessionSecret ?? readOrMake(path.join(dataDir, 'session-secret'))
}

function readOrMake(file: string): string {
  mkdirSync(path.dirname(file), { recursive: true })
  try {
    // 'wx': of two processes that start together, one makes it and both read the same.
    writeFileSync(file, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8').trim()
}
