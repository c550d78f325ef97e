import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { findFreePort, isLocalPortFree } from '../address.ts'
import { endLeftoverServer } from './leftover.ts'

/** The folder below DATA_DIR that holds everything of a Redis that was started for us. */
export function redisFolder(dataDir: string): string {
  const folder = path.join(dataDir, 'redis')
  mkdirSync(folder, { recursive: true })
  return folder
}

/** @returns the port that this DATA_DIR's Redis had last time if it is free now, else another free one, remembered for next time */
export async function choosePort(dataDir: string): Promise<number> {
  const remembered = rememberedPort(dataDir)
  if (remembered) await endLeftoverServer(remembered, redisFolder(dataDir))
  if (remembered && (await isLocalPortFree(remembered))) return remembered
  const port = await findFreePort()
  writeFileSync(portFile(dataDir), String(port))
  return port
}

function rememberedPort(dataDir: string): number | undefined {
  try {
    const port = Number(readFileSync(portFile(dataDir), 'utf8'))
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined
  } catch {
    return undefined
  }
}

function portFile(dataDir: string): string {
  return path.join(redisFolder(dataDir), 'port')
}
