import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/windows/*.wine.ts'],
    testTimeout: 120_000,
    hookTimeout: 150_000,
    // One instance goes through all of them: after a failure the next ones say nothing new.
    bail: 1,
  },
})
