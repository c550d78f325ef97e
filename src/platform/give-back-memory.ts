import { performance } from 'node:perf_hooks'
import { getHeapSpaceStatistics } from 'node:v8'

const lookEveryMs = 1000
/** V8 makes the young generation smaller only where little was allocated for five seconds. */
const idleLooks = 6
/** Of its time a process that nobody uses is busy with less than this. */
const idleBelow = 0.05
/** A young generation of this many bytes is worth a collection, which takes some 40 ms. */
const worthBytes = 24 * 1024 * 1024

/** What is looked at; the process itself, unless said otherwise. */
export interface MemoryPorts {
  /** How much of its time since the last call the process was busy, from 0 to 1. */
  busy(): number
  /** How many bytes are set aside for young objects. */
  youngBytes(): number
  collect(): void
}

/**
 * Collects garbage when nobody is kept waiting: V8 keeps a young generation that has grown, at the start or by a rush, until it collects
 * the old one, which a process that nobody uses never does. Of web's 145 MB that were 35.
 */
export function giveBackMemoryWhenIdle(): void {
  const { gc } = globalThis
  // The launcher allows it (launcher/footprint.ts); a process that was started without it does without.
  if (gc)
    setInterval(createIdleCollector({ busy: createBusyMeter(), youngBytes, collect: () => gc() }), lookEveryMs).unref()
}

/** @returns what looks once: it collects when the process has been idle for a while and there is something to gain */
export function createIdleCollector({ busy, youngBytes: young, collect }: MemoryPorts): () => void {
  let idleFor = 0
  let leftBytes = 0
  return () => {
    idleFor = busy() < idleBelow ? idleFor + 1 : 0
    // What was still there after the last collection would be so after another.
    if (idleFor < idleLooks || young() <= Math.max(worthBytes, leftBytes)) return
    collect()
    idleFor = 0
    leftBytes = young()
  }
}

function createBusyMeter(): () => number {
  let last = performance.eventLoopUtilization()
  return () => {
    const before = last
    last = performance.eventLoopUtilization()
    return performance.eventLoopUtilization(last, before).utilization
  }
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0
}
