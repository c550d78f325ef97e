import { test as base, type BrowserContextOptions, type Page } from '@playwright/test'
import { ConsoleWatch } from './console-watch.ts'
import { startInstance, type TestInstance } from './instance.ts'
import { anyAddress, register, setUpAdministrator, type Person } from './people.ts'

export { expect, type Page } from '@playwright/test'

interface TestFixtures {
  /** Looks at every page of the test, and fails the test that was not clean. */
  watch: ConsoleWatch
  /** Makes an account for somebody. */
  person: (displayName: string) => Promise<Person>
  /** Opens a browser in which nobody is signed in. */
  visit: (address: string, options?: BrowserContextOptions) => Promise<Page>
  /** Opens a browser in which this person is signed in. */
  enter: (person: Person, address: string, options?: BrowserContextOptions) => Promise<Page>
}

interface WorkerFixtures {
  /** One for all tests of a process: they keep apart by the people and boards that they make. */
  instance: TestInstance
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  instance: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const instance = await startInstance()
      await setUpAdministrator(instance.url)
      await use(instance)
      await instance.stop()
    },
    { scope: 'worker', timeout: 90_000 },
  ],

  // oxlint-disable-next-line no-empty-pattern -- as above
  watch: async ({}, use) => {
    const watch = new ConsoleWatch()
    await use(watch)
    watch.expectClean()
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
