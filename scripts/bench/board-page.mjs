// How long the server takes for the page of a board with many tasks, and how long others wait meanwhile.
import { openPageConnection } from './page-connection.mjs'
import { percentile } from './percentile.mjs'
import { cpuMs, findProcesses } from './processes.mjs'

const warmRounds = 100
const coldRounds = 25
const roundsOfLarge = 15
const waitRounds = 15
const warmUpRounds = 20

/** @typedef {import('./table.mjs').Figure} Figure */
/** @typedef {import('./boards.mjs').FilledBoard} FilledBoard */
/** @typedef {{ ask: () => Promise<{ status: number, bodyBytes: number }>, close: () => void }} Connection */

/**
 * One kept-alive connection asks for the page again and again: with its tasks drawn before, and with every task to be read and drawn
 * anew. From the request to the last byte.
 * @param {import('./instance.mjs').Instance} instance
 * @param {import('./people.mjs').People} people
 * @param {import('./boards.mjs').Boards} boards
 * @returns {Promise<Figure[]>}
 */
export async function boardPageFigures(instance, { ana }, { medium, large, filler }) {
  const { web } = await findProcesses(instance)
  const open = (/** @type {string} */ path) => openPageConnection(new URL(path, instance.address), ana.cookie)
  /** @type {Figure[]} */
  const figures = []
  for (const [board, warm, cold] of /** @type {const} */ ([
    [medium, warmRounds, coldRounds],
    [large, roundsOfLarge, roundsOfLarge],
  ])) {
    const times = (/** @type {number} */ rounds, before = async () => {}) =>
      time({ open, path: board.path, web, rounds, before })
    figures.push(
      ...figuresOf(board, 'drawn before', await times(warm)),
      ...figuresOf(board, 'nothing drawn', await times(cold, () => filler.forgetDrawings(board.id))),
    )
  }
  return figures
}

/**
 * @typedef {object} Times in milliseconds
 * @property {number[]} pages
 * @property {number[]} waits the longest answer to a request beside each page
 * @property {number} cpuPerPage of web
 * @property {number} bytes of a page
 */

/**
 * @typedef {object} How
 * @property {(path: string) => Promise<Connection>} open
 * @property {string} path
 * @property {number | undefined} web its process id
 * @property {number} rounds
 * @property {() => Promise<void>} before each round
 */

/**
 * @param {How} how
 * @returns {Promise<Times>}
 */
async function time(how) {
  const page = await how.open(how.path)
  await repeat(Math.min(how.rounds, warmUpRounds), how, () => ask(page))
  let cpuMsOfAll = 0
  let bytes = 0
  const pages = await repeat(how.rounds, how, async () => {
    const cpuBefore = await cpuMs(how.web ?? 0)
    const startedAt = performance.now()
    bytes = await ask(page)
    const tookMs = performance.now() - startedAt
    cpuMsOfAll += (await cpuMs(how.web ?? 0)) - cpuBefore
    return tookMs
  })
  // The server closes what is idle for some seconds, so this one is opened only now.
  const health = await how.open('/healthz')
  const waits = await repeat(Math.min(how.rounds, waitRounds), how, () => longestWaitBeside(page, health))
  page.close()
  health.close()
  return { pages, waits, cpuPerPage: cpuMsOfAll / how.rounds, bytes }
}

/**
 * @param {number} rounds
 * @param {How} how
 * @param {() => Promise<number>} measure
 */
async function repeat(rounds, { before }, measure) {
  /** @type {number[]} */
  const measured = []
  for (let round = 0; round < rounds; round += 1) {
    await before()
    measured.push(await measure())
  }
  return measured
}

/**
 * While the page is made, something small is asked for without a pause: what that waits at most is how long the event loop was taken.
 * @param {Connection} page
 * @param {Connection} health
 */
async function longestWaitBeside(page, health) {
  let isThere = false
  const answer = ask(page).finally(() => (isThere = true))
  let longest = 0
  while (!isThere) {
    const askedAt = performance.now()
    await health.ask()
    longest = Math.max(longest, performance.now() - askedAt)
  }
  await answer
  return longest
}

/** @param {Connection} page */
async function ask(page) {
  const { status, bodyBytes } = await page.ask()
  if (status !== 200) throw new Error(`A board answered ${status}`)
  return bodyBytes
}

/**
 * @param {FilledBoard} board
 * @param {string} state
 * @param {Times} times
 * @returns {Figure[]}
 */
function figuresOf({ taskCount }, state, { pages, waits, cpuPerPage, bytes }) {
  const name = `board of ${taskCount} tasks, ${state}`
  const note = `p50 ${percentile(pages, 0.5).toFixed(1)} ms; processor time of web ${cpuPerPage.toFixed(1)} ms; ${Math.round(bytes / 1024)} KB`
  return [
    {
      name: `${name}, p95`,
      measured: percentile(pages, 0.95),
      unit: 'ms',
      ...(taskCount === 500 && { atMost: 60 }),
      note,
    },
    { name: `${name}, others wait at most`, measured: Math.max(...waits), unit: 'ms', atMost: 50 },
  ]
}
