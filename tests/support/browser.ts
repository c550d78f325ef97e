import { test as base, type BrowserContextOptions, type Page } from '@playwright/test'
import type { DatabaseKind } from '../../src/platform/db/index.ts'
import { ConsoleWatch } from './console-watch.ts'
import { databaseKinds, emptyDatabase } from './databases.ts'
import { startInstance, type TestInstance } from './instance.ts'
import { anyAddress, register, setUpAdministrator, type Person } from './people.ts'

export { expect, type Page } from '@playwright/test'

interface TestFixtures {
  /** Leaves out the tests whose database this run has not. */
  database: void
  /** Looks at every page of the test, and fails the test that was not clean. */
  watch: ConsoleWatch
  /** Makes an account for somebody. */
  person: (displayName: string) => Promise<Person>
  /** Opens a browser in which nobody is signed in. */
  visit: (address: string, options?: BrowserContextOptions) => Promise<Page>
  /** Opens a browser in which this person is signed in. */
  enter: (person: Person, address: string, options?: BrowserContextOptions) => Promise<Page>
}

/** What a project of the configuration chooses. */
export interface WorkerOptions {
  databaseKind: DatabaseKind
}

/** What a file of journeys chooses. */
interface FileOptions {
  /** Tests with another name than the others have an instance of their own. */
  instanceName: string
}

interface WorkerFixtures extends WorkerOptions, FileOptions {
  /** One for all tests of a process: they keep apart by the people and boards that they make. */
  instance: TestInstance
  /** Whoever set it up, and may use its admin site. */
  administrator: Person
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  databaseKind: ['sqlite', { option: true, scope: 'worker' }],
  instanceName: ['', { option: true, scope: 'worker' }],

  instance: [
    async ({ databaseKind }, use) => {
      const database = await emptyDatabase(databaseKind, process.env['TEST_POSTGRES_TEMPLATE'])
      const instance = await startInstance({ databaseUrl: database.url })
      await use(instance)
      await instance.stop()
      await database.drop()
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  // Nobody else can have an account before.
  administrator: [
    async ({ instance }, use) => use(await setUpAdministrator(instance.url)),
    { scope: 'worker', auto: true },
  ],

  database: [
    async ({ databaseKind }, use, testInfo) => {
      testInfo.skip(!databaseKinds().includes(databaseKind), `This run has no ${databaseKind}`)
      await use()
    },
    { auto: true },
  ],

  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from this pattern
  watch: async ({}, use) => {
    const watch = new ConsoleWatch()
    try {
      await use(watch)
      watch.expectClean()
    } finally {
      await watch.close()
    }
  },

  person: async ({ instance }, use) => {
    await use((displayName) => register(instance.url, displayName))
  },

  visit: async ({ browser, instance, watch }, use) => {
    await use(async (address, options = {}) => {
      const context = await browser.newContext({
        baseURL: instance.url,
        extraHTTPHeaders: { 'x-forwarded-for': anyAddress() },
        ...options,
      })
      watch.follow(context)
      const page = await context.newPage()
      await page.goto(address)
      return page
    })
  },

  enter: async ({ browser, instance, watch }, use) => {
    await use(async (person, address, options = {}) => {
      const context = await browser.newContext({ baseURL: instance.url, ...options })
      await context.addCookies(person.http.cookies().map((cookie) => ({ ...cookie, url: instance.url })))
      watch.follow(context)
      const page = await context.newPage()
      await page.goto(address)
      return page
    })
  },
})
