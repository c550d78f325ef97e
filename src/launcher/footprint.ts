/**
 * How much memory a child process may take to be quick (measured in docs/performance.md).
 *
 * All of them compile their one WebAssembly module, Prisma's query compiler, once and simply. The web process draws pages, each from
 * thousands of short-lived objects: with a young generation of 16 MB it spends half as much time collecting them as with 2 MB.
 * The others wait most of the time, and get 1 MB.
 */
export function footprintFlags(name: string): string[] {
  return ['--liftoff-only', `--max-semi-space-size=${name === 'web' ? 16 : 1}`]
}

/** One arena, given back early: glibc otherwise keeps an arena for each of Node's threads. Other systems ignore it. */
export const footprintEnv = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_MMAP_THRESHOLD_: '131072',
}
