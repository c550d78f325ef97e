import { defineConfig } from '@playwright/test'
import { chromiumFlags, findChromium } from './scripts/chromium.mjs'
import type { WorkerOptions } from './tests/support/browser.ts'

// The processes that run the tests read this file too: they find the answer here.
process.env['CHROMIUM_PATH'] = await findChromium()

/** What is said and told stands on statements that the two databases run differently: these journeys run on both. */
const onBothDatabases = /\/(conversation|messages|comments|inbox|rooms|presence|three-people)\.journey\.ts$/

export default defineConfig<object, WorkerOptions>({
  testDir: 'tests/journeys',
  testMatch: '**/*.journey.ts',
  outputDir: 'test-results/journeys',
  globalSetup: ['./tests/support/build.ts', './tests/support/postgres.ts'],
  forbidOnly: process.env['CI'] === 'true',
  retries: 0,
  workers: 2,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/journeys.json' }]],
  use: {
    launchOptions: { executablePath: process.env['CHROMIUM_PATH'], args: chromiumFlags },
    // Not a trace of each: writing down every step took four tenths of the journeys' time (177 s against 109 for forty of them).
    screenshot: 'only-on-failure',
    locale: 'en-GB',
  },
  projects: [
    { name: 'sqlite' },
    {
      name: 'postgres',
      testMatch: onBothDatabases,
      // What axe sees does not depend on the database.
      grepInvert: /axe finds nothing/,
      use: { databaseKind: 'postgres' },
    },
  ],
})
