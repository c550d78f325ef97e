import { expect, type Locator, type Page } from '@playwright/test'

/** The field in which a message is written. */
export function composer(page: Page): Locator {
  return page.locator('textarea[name="content"]')
}

/** The messages that a page shows. */
export function messages(page: Page): Locator {
  return page.locator('[data-messages] > .message')
}

/** The one message with exactly these words. */
export function message(page: Page, words: string): Locator {
  return messages(page).filter({ has: page.locator('.prose').getByText(words, { exact: true }) })
}

/** Writes a message and sends it with Enter. */
export async function say(page: Page, words: string): Promise<void> {
  await composer(page).fill(words)
  await composer(page).press('Enter')
  await expect(composer(page)).toHaveValue('')
}

/** The words of all messages shown, in their order. */
export async function spoken(page: Page): Promise<string[]> {
  return (await messages(page).locator('.prose').allTextContents()).map((words) => words.trim())
}
