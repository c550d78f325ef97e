import { existsSync } from 'node:fs'
import { open, readFile, rename } from 'node:fs/promises'
import type { Redis } from 'ioredis'

const format = 'taskflow-keys-1'
const restoredAtOnce = 500

/** All keys at one moment: a job that moves from one list to another meanwhile must not be missed in both. */
const dumpAllKeys = `
local rows = { redis.call('INFO', 'persistence') }
for _, key in ipairs(redis.call('KEYS', '*')) do
  rows[#rows + 1] = key
  rows[#rows + 1] = redis.call('DUMP', key)
  rows[#rows + 1] = redis.call('PTTL', key)
end
return rows`

/** One key in the file: its name and its DUMP in base64, and when it expires (ms since 1970), 0 for never. */
type SavedKey = [key: string, dump: string, expiresAt: number]

/** Saves all keys of a Redis that can't do so itself. */
export class Snapshots {
  readonly #client: Redis
  readonly #file: string
  #savedChanges: string
  #saving: Promise<void> | undefined

  private constructor(client: Redis, file: string, changes: string) {
    this.#client = client
    this.#file = file
    this.#savedChanges = changes
  }

  /** For a Redis whose keys are those of the file now, if there is one. */
  static async of(client: Redis, file: string): Promise<Snapshots> {
    return new Snapshots(client, file, existsSync(file) ? await countChanges(client) : '')
  }

  /** Saves, unless nothing has changed since it last did. The file is replaced in one step, when the new one is safe on disk. */
  save(): Promise<void> {
    this.#saving ??= this.#saveChanges().finally(() => (this.#saving = undefined))
    return this.#saving
  }

  async #saveChanges(): Promise<void> {
    if ((await countChanges(this.#client)) === this.#savedChanges) return
    const { keys, changes } = await readAllKeys(this.#client)
    await replaceFile(
      this.#file,
      [JSON.stringify([format, keys.length]), ...keys.map((key) => JSON.stringify(key))].join('\n'),
    )
    this.#savedChanges = changes
  }
}

/**
 * Brings back the keys of a snapshot, without those that have expired since. A file that is damaged is kept beside under another
 * name, said so, and what can be read of it is brought back.
 */
export async function restoreSnapshot(client: Redis, file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(nullIfMissing)
  if (text === null) return
  const { keys, damaged } = parse(text)
  const refused = await restoreAll(client, keys)
  if (damaged || refused > 0) await keepAside(file, keys.length - refused)
}

async function countChanges(client: Redis): Promise<string> {
  return changesIn(await client.info('persistence'))
}

function changesIn(info: string): string {
  return /rdb_changes_since_last_save:(\d+)/.exec(info)?.[1] ?? ''
}

async function readAllKeys(client: Redis): Promise<{ keys: SavedKey[]; changes: string }> {
  const [info, ...rows] = (await client.callBuffer('EVAL', dumpAllKeys, 0)) as (Buffer | number)[]
  const now = Date.now()
  const keys: SavedKey[] = []
  for (let row = 0; row + 2 < rows.length; row += 3) {
    const [key, dump, ttlMs] = rows.slice(row, row + 3)
    // A key that expired within the script has no DUMP.
    if (!Buffer.isBuffer(key) || !Buffer.isBuffer(dump)) continue
    keys.push([key.toString('base64'), dump.toString('base64'), Number(ttlMs) > 0 ? now + Number(ttlMs) : 0])
  }
  return { keys, changes: changesIn(String(info)) }
}

async function replaceFile(file: string, text: string): Promise<void> {
  const unfinished = `${file}.new`
  const handle = await open(unfinished, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(unfinished, file)
}

function parse(text: string): { keys: SavedKey[]; damaged: boolean } {
  const [header, ...lines] = text.split('\n').map(parseLine)
  const keys = lines.filter(isSavedKey)
  const whole =
    Array.isArray(header) && header[0] === format && header[1] === keys.length && lines.length === keys.length
  return { keys, damaged: !whole }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function isSavedKey(line: unknown): line is SavedKey {
  if (!Array.isArray(line) || line.length !== 3) return false
  const [key, dump, expiresAt] = line as unknown[]
  return typeof key === 'string' && typeof dump === 'string' && typeof expiresAt === 'number'
}

/** @returns how many keys Redis refused: each DUMP carries its own checksum */
async function restoreAll(client: Redis, keys: SavedKey[]): Promise<number> {
  let refused = 0
  const living = keys.filter(([, , expiresAt]) => expiresAt === 0 || expiresAt > Date.now())
  for (let first = 0; first < living.length; first += restoredAtOnce) {
    const pipeline = client.pipeline()
    for (const [key, dump, expiresAt] of living.slice(first, first + restoredAtOnce)) {
      pipeline.restore(Buffer.from(key, 'base64'), expiresAt, Buffer.from(dump, 'base64'), 'REPLACE', 'ABSTTL')
    }
    const answers = (await pipeline.exec()) ?? []
    refused += answers.filter(([error]) => error).length
  }
  return refused
}

async function keepAside(file: string, restored: number): Promise<void> {
  const aside = `${file}.damaged-${Date.now()}`
  await rename(file, aside)
  console.error(
    `redis: the saved keys of the embedded Valkey are damaged; ${restored} were brought back. The file is kept as ${aside}.`,
  )
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
