// A Chromium for the measurements that need one.
import { chromium } from '@playwright/test'
import { chromiumFlags, findChromium } from '../chromium.mjs'

/** @typedef {import('@playwright/test').BrowserContext} BrowserContext */

/**
 * @template Result
 * @param {(enter: (person: import('./people.mjs').Person) => Promise<BrowserContext>) => Promise<Result>} use `enter` gives somebody a
 * browser of their own, in which they are signed in
 * @param {string} address
 * @returns {Promise<Result>}
 */
export async function withBrowser(address, use) {
  const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumFlags })
  try {
    return await use(async ({ cookie }) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
      context.setDefaultTimeout(30_000)
      await context.addCookies(cookie.split('; ').map((pair) => cookieOf(pair, address)))
      return context
    })
  } finally {
    await browser.close()
  }
}

/**
 * @param {string} pair such as `name=value`
 * @param {string} url
 */
function cookieOf(pair, url) {
  const at = pair.indexOf('=')
  return { name: pair.slice(0, at), value: pair.slice(at + 1), url }
}
