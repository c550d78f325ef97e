import { accessSync, constants } from 'node:fs'
import path from 'node:path'

/** @returns the full path of `redis-server` or else `valkey-server` on PATH, if there is one */
export function findRedisServer(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(path.delimiter).filter(Boolean)
  const ending = process.platform === 'win32' ? '.exe' : ''
  const candidates = ['redis-server', 'valkey-server'].flatMap((name) =>
    folders.map((folder) => path.join(folder, name + ending)),
  )
  return candidates.find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
