import os from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/postgres.ts'],
    // Two at once on two cores as well, where Vitest would take one: much of a file's time is waiting for what it has started.
    maxWorkers: Math.max(2, os.availableParallelism() - 1),
    // Longer than any wait in a test, which says what it waited for; a machine with something else to do is slow, not wrong.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
  },
})
