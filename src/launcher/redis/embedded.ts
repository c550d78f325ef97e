import { Redis } from 'ioredis'
import type { Running } from '../../platform/lifecycle.ts'
import { restoreSnapshot, Snapshots } from './snapshot.ts'
import { startValkey } from './valkey.ts'

export interface EmbeddedRedisPlan {
  /** Of 127.0.0.1. */
  port: number
  snapshotFile: string
  /** The most that a kill -9 loses is what was written in this time. */
  saveEveryMs: number
}

/**
 * Starts the embedded Valkey with the keys that it had, and saves them regularly (if any has changed) and at the stop: it has no
 * persistence of its own.
 */
export async function startEmbeddedRedis({ port, snapshotFile, saveEveryMs }: EmbeddedRedisPlan): Promise<Running> {
  const valkey = await startValkey()
  const client = new Redis({ host: '127.0.0.1', port: valkey.privatePort, maxRetriesPerRequest: null })
  client.on('error', (error) => console.error('redis:', error.message))
  await restoreSnapshot(client, snapshotFile)
  const snapshots = await Snapshots.of(client, snapshotFile)
  // After a crash its clients wait to connect again: they must find their keys, not an empty Redis.
  await valkey.open(port)
  const timer = setInterval(() => void saveOrComplain(snapshots), saveEveryMs)
  return {
    async stop() {
      clearInterval(timer)
      await saveOrComplain(snapshots)
      client.disconnect()
      await valkey.stop()
    },
  }
}

/** A full disk must not end a Redis that still works. */
async function saveOrComplain(snapshots: Snapshots): Promise<void> {
  try {
    await snapshots.save()
  } catch (error) {
    console.error('redis: the keys of the embedded Valkey could not be saved:', error)
  }
}
