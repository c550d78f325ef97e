import { defineConfig } from '@playwright/test'
import { chromiumFlags, findChromium } from './scripts/chromium.mjs'

// The processes that run the tests read this file too: they find the answer here.
process.env['CHROMIUM_PATH'] = await findChromium()

export default defineConfig({
  testDir: 'tests/journeys',
  testMatch: '**/*.journey.ts',
  outputDir: 'test-results/journeys',
  globalSetup: './tests/support/build.ts',
  forbidOnly: process.env['CI'] === 'true',
  retries: 0,
  workers: 2,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/journeys.json' }]],
  use: {
    launchOptions: { executablePath: process.env['CHROMIUM_PATH'], args: chromiumFlags },
    trace: 'retain-on-failure',
    locale: 'en-GB',
  },
})
