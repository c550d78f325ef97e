import { ConsoleWatch } from '../support/console-watch.ts'
import { expect, test, type Page } from '../support/browser.ts'
import { startInstance, type TestInstance } from '../support/instance.ts'

let fresh: TestInstance

test.beforeAll(async () => {
  fresh = await startInstance()
})
test.afterAll(() => fresh.stop())

const account = { name: 'Ana Alves', username: 'ana', email: 'ana@example.org', password: 'ten small green apples' }

test('the first visitor makes the administrator, looks around, signs out and in again', async ({ browser, watch }) => {
  const page = await open(browser, watch)

  await test.step('the form says at each field what is wrong and keeps what was typed', async () => {
    await page.goto('/')
    await expect(page).toHaveURL('/accounts/setup/')
    await fillAccount(page, { name: 'Ana Alves', username: '-', email: 'nowhere', password: 'short' })
    await page.getByRole('checkbox', { name: /sample board/ }).uncheck()
    await page.getByRole('button', { name: 'Make the account and start' }).click()
    await expect(page.getByRole('alert')).toBeFocused()
    for (const label of ['Username', 'E-mail', 'Password']) {
      await expect(page.getByLabel(label).first()).toHaveAttribute('aria-invalid', 'true')
      await expect(page.getByLabel(label).first()).toHaveAccessibleDescription(/needs|does not/i)
    }
    await expect(page.getByLabel('Your name')).not.toHaveAttribute('aria-invalid')
    await expect(page.getByLabel('Your name')).toHaveValue('Ana Alves')
    await expect(page.getByLabel('Username')).toHaveValue('-')
    await expect(page.getByLabel('E-mail')).toHaveValue('nowhere')
    await expect(page.getByRole('checkbox', { name: /sample board/ })).not.toBeChecked()
  })

  await test.step('put right, it leads to a sample board with tasks, rooms and messages', async () => {
    await fillAccount(page, account)
    await page.getByRole('checkbox', { name: /sample board/ }).check()
    await page.getByRole('button', { name: 'Make the account and start' }).click()
    await expect(page).toHaveURL('/')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Ana')
    await page.getByRole('main').getByRole('link', { name: 'Getting started' }).click()
    await expect(page.locator('.task')).toHaveCount(5)
    await expect(page.getByRole('log').getByText('Welcome to TaskFlow')).toBeVisible()
  })

  await test.step('the setup form is gone for good', async () => {
    const response = await page.goto('/accounts/setup/')
    expect(response?.status()).toBe(404)
    await page.goto('/')
  })

  await test.step('signing out is a POST, and then nothing is to be seen', async () => {
    const logout = page.waitForRequest((request) => request.url().endsWith('/accounts/logout/'))
    await signOut(page)
    expect((await logout).method()).toBe('POST')
    await expect(page).toHaveURL('/accounts/login/')
    await page.goto('/boards/1/')
    await expect(page).toHaveURL('/accounts/login/?next=%2Fboards%2F1%2F')
  })

  await test.step('a wrong password is refused in one sentence', async () => {
    await signIn(page, account.username, 'ten small green pears')
    await expect(page.getByRole('alert')).toContainText('do not belong together')
    await expect(page.getByLabel('Username or e-mail')).toHaveValue(account.username)
  })

  await test.step('the username leads back to where one wanted to go', async () => {
    await signIn(page, account.username, account.password)
    await expect(page).toHaveURL('/boards/1/')
    await signOut(page)
  })

  await test.step('so does the e-mail address, in any case', async () => {
    await signIn(page, 'Ana@Example.org', account.password)
    await expect(page).toHaveURL('/')
  })
})

async function open(browser: import('@playwright/test').Browser, watch: ConsoleWatch): Promise<Page> {
  const context = await browser.newContext({ baseURL: fresh.url })
  watch.follow(context)
  watch.allowRefusals()
  return context.newPage()
}

async function fillAccount(page: Page, { name, username, email, password }: typeof account): Promise<void> {
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
}

async function signIn(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('Username or e-mail').fill(name)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function signOut(page: Page): Promise<void> {
  await page.locator('.user-menu summary').click()
  await page.getByRole('button', { name: 'Sign out' }).click()
}
