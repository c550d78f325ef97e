/**
 * Young generations in MB (measured in docs/performance.md). The web process draws pages and posts, each from thousands of short-lived
 * objects: the larger, the fewer live when it is collected. It grows only where there is something to do. The worker does many jobs at
 * once at times; the others wait most of the time.
 */
const youngGenerationMb = new Map([
  ['web', 64],
  ['worker', 4],
])

/**
 * How much memory a child process may take to be quick. All of them compile their one WebAssembly module, Prisma's query compiler, once
 * and simply; and may collect garbage when they know that it is time (platform/give-back-memory.ts).
 */
export function footprintFlags(name: string): string[] {
  return ['--liftoff-only', '--expose-gc', `--max-semi-space-size=${youngGenerationMb.get(name) ?? 1}`]
}

/** One arena, given back early: glibc otherwise keeps an arena for each of Node's threads. Other systems ignore it. */
export const footprintEnv = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_MMAP_THRESHOLD_: '131072',
}
