import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { projectRoot } from '../../src/app/config.ts'

/** A service of docker-compose.yml, with its variables put in: as much of it as the tests look at. */
export interface ComposeService {
  image: string
  command?: string[]
  environment?: Record<string, string>
  healthcheck?: { test?: string[]; disable?: boolean }
  depends_on?: Record<string, { condition: string }>
  volumes?: string[]
  ports?: string[]
  restart?: string
  read_only?: boolean
}

export interface ComposeFile {
  services: Record<string, ComposeService>
  volumes?: Record<string, unknown>
}

/**
 * Reads docker-compose.yml and what is laid over it, as Compose does: aliases and merges, then variables.
 * @param env what .env would hold
 * @throws {Error} in Compose's words, when a required variable is missing
 */
export function readCompose(env: Record<string, string>, overlay?: string): ComposeFile {
  const base = readOne('docker-compose.yml', env)
  return overlay ? layOver(base, readOne(overlay, env)) : base
}

function readOne(file: string, env: Record<string, string>): ComposeFile {
  const text = readFileSync(path.join(projectRoot, file), 'utf8')
  return withVariables(parse(text, { merge: true }), env) as ComposeFile
}

function withVariables(node: unknown, env: Record<string, string>): unknown {
  if (typeof node === 'string') return putIn(node, env)
  if (Array.isArray(node)) return node.map((entry) => withVariables(entry, env))
  if (typeof node !== 'object' || node === null) return node
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withVariables(value, env)]))
}

/** `${NAME}`, `${NAME:-default}` and `${NAME:?what is wrong}`. */
function putIn(text: string, env: Record<string, string>): string {
  return text.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_whole, name: string, sign?: string, words?: string) => {
    const value = env[name]
    if (value) return value
    if (sign === '?') throw new Error(`required variable ${name} is missing a value: ${words}`)
    return words ?? ''
  })
}

function layOver(base: ComposeFile, over: ComposeFile): ComposeFile {
  const services = { ...base.services }
  for (const [name, service] of Object.entries(over.services)) {
    const below = services[name] as ComposeService
    services[name] = {
      ...below,
      ...service,
      environment: { ...below.environment, ...service.environment },
      ports: [...(below.ports ?? []), ...(service.ports ?? [])],
      volumes: byTarget([...(below.volumes ?? []), ...(service.volumes ?? [])]),
    }
  }
  return { ...base, services }
}

/** Of two that are mounted at one place the later one counts. */
function byTarget(volumes: string[]): string[] {
  return [...new Map(volumes.map((volume) => [volume.split(':')[1], volume])).values()]
}
