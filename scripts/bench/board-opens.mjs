// When a board with many tasks can be used in Chromium.
import { withBrowser } from './browser.mjs'
import { percentile } from './percentile.mjs'

const rounds = 10

/** @typedef {import('./table.mjs').Figure} Figure */
/** @typedef {import('./boards.mjs').FilledBoard} FilledBoard */
/** @typedef {{ usableMs: number, interactiveMs: number, firstPaintMs: number, longestTaskMs: number }} Opening since navigation began */

/**
 * A page is usable when a click on "Add a task" has put the cursor into the form's field, and that has been painted: the document is
 * there, its script has begun, and it answers. Measured in the page, from the beginning of the navigation. Style sheet and script are in
 * the browser's cache, the page itself never is.
 * @param {import('./instance.mjs').Instance} instance
 * @param {import('./people.mjs').People} people
 * @param {import('./boards.mjs').Boards} boards
 * @returns {Promise<Figure[]>}
 */
export async function boardOpensFigures({ address }, { ana }, { medium, large, filler }) {
  return withBrowser(address, async (enter) => {
    const context = await enter(ana)
    await context.addInitScript(watchOpening)
    // With it the window stays: a new one would load its own parts (the address bar's list is a page too) beside the page measured.
    await context.newPage()
    /** @type {Figure[]} */
    const figures = []
    for (const [board, atMost] of /** @type {const} */ ([
      [medium, 1],
      [large, 1.5],
    ])) {
      const forget = () => filler.forgetDrawings(board.id)
      figures.push(
        figureOf(board, 'drawn before', atMost, await openAgain(context, address + board.path, async () => {})),
      )
      figures.push(figureOf(board, 'nothing drawn', atMost, await openAgain(context, address + board.path, forget)))
    }
    return figures
  })
}

/**
 * @param {import('./browser.mjs').BrowserContext} context
 * @param {string} url
 * @param {() => Promise<void>} before each time
 */
async function openAgain(context, url, before) {
  /** @type {Opening[]} */
  const openings = []
  // The first one fills the browser's cache.
  for (let round = 0; round <= rounds; round += 1) {
    await before()
    const page = await context.newPage()
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
    await page.goto(url, { waitUntil: 'commit' })
    // Waiting for a promise takes nothing of the page's time; looking again and again would ask it for frame after frame.
    const opening = /** @type {Opening} */ (await page.evaluate(() => Reflect.get(globalThis, 'opening')))
    if (round > 0) openings.push(opening)
    await page.close()
  }
  return openings
}

/** Runs in the page, before anything of it. */
function watchOpening() {
  let longestTaskMs = 0
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration)
  }).observe({ type: 'longtask', buffered: true })

  /** @type {(opening: Opening) => void} */
  let resolve
  Object.assign(globalThis, { opening: new Promise((given) => (resolve = given)) })

  // The click opens the form without the script; it is the script that puts the cursor into it.
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element && target.matches('.quick-add [name="title"]'))
      requestAnimationFrame(() => setTimeout(tell))
  })
  document.addEventListener('DOMContentLoaded', () => {
    const opener = /** @type {HTMLElement | null} */ (document.querySelector('.column-footer > summary'))
    opener?.click()
  })

  function tell() {
    const usableMs = performance.now()
    const firstPaintMs = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN
    const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'))
    const interactiveMs = navigation?.domInteractive ?? NaN
    // The browser tells of a long task after it.
    setTimeout(() => resolve({ usableMs, interactiveMs, firstPaintMs, longestTaskMs }), 100)
  }
}

/**
 * @param {FilledBoard} board
 * @param {string} state
 * @param {number} atMost
 * @param {Opening[]} openings
 * @returns {Figure}
 */
function figureOf({ taskCount }, state, atMost, openings) {
  /** @param {keyof Opening} key */
  const median = (key) =>
    percentile(
      openings.map((opening) => opening[key]),
      0.5,
    ).toFixed(0)
  const worst = Math.max(...openings.map(({ usableMs }) => usableMs))
  return {
    name: `board of ${taskCount} tasks usable in Chromium, ${state}`,
    measured: worst / 1000,
    unit: 's',
    atMost,
    note: `the worst of ${openings.length}; p50: usable ${median('usableMs')}, parsed ${median('interactiveMs')}, first paint ${median('firstPaintMs')}, longest task ${median('longestTaskMs')} ms`,
  }
}
