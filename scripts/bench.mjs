// npm run bench: measures an instance of its own and prints what it reaches beside what it should reach (docs/performance.md).
import { parseArgs } from 'node:util'
import { bigRoomFigures } from './bench/big-room.mjs'
import { boardOpensFigures } from './bench/board-opens.mjs'
import { boardPageFigures } from './bench/board-page.mjs'
import { makeBoards } from './bench/boards.mjs'
import { makeCrowd } from './bench/crowd.mjs'
import { idleSocketFigures } from './bench/idle-sockets.mjs'
import { memoryFigure } from './bench/memory.mjs'
import { latencyFigures } from './bench/latency.mjs'
import { describeMachine } from './bench/machine.mjs'
import { millionMessagesFigures } from './bench/million-messages.mjs'
import { moveFigures } from './bench/moves.mjs'
import { overloadFigures } from './bench/overload.mjs'
import { pageRateFigures } from './bench/page-rate.mjs'
import { makePeople } from './bench/people.mjs'
import { postFigures } from './bench/posts.mjs'
import { createInstance } from './bench/instance.mjs'
import { rollingRestartFigures } from './bench/rolling-restart.mjs'
import { printTable } from './bench/table.mjs'
import { setupOrExit } from './setup.mjs'

/** @typedef {import('./bench/table.mjs').Figure} Figure */
/**
 * @typedef {object} Stage
 * @property {import('./bench/instance.mjs').Instance} instance
 * @property {import('./bench/people.mjs').People} people
 * @property {() => Promise<import('./bench/boards.mjs').Boards>} boards made when they are first asked for
 * @property {() => Promise<import('./bench/crowd.mjs').Crowd>} crowd the same
 */

/** Whatever happens, it ends. */
const endsWithinMs = 15 * 60_000

/** What can be measured, in the order in which it is: at rest before under load. */
const measurements = {
  'warm-start': /** @param {Stage} stage @returns {Promise<Figure[]>} */ async ({ instance }) => [
    { name: 'warm start to /readyz', measured: instance.startMs / 1000, unit: 's', atMost: 3 },
  ],
  memory: /** @param {Stage} stage */ ({ instance }) => memoryFigure(instance),
  latency: /** @param {Stage} stage */ ({ instance, people }) => latencyFigures(instance, people),
  'room-page': /** @param {Stage} stage */ ({ instance, people }) => pageRateFigures(instance, people),
  'board-page': /** @param {Stage} stage */ async ({ instance, people, boards }) =>
    boardPageFigures(instance, people, await boards()),
  'board-opens': /** @param {Stage} stage */ async ({ instance, people, boards }) =>
    boardOpensFigures(instance, people, await boards()),
  moves: /** @param {Stage} stage */ async ({ instance, people, boards }) =>
    moveFigures(instance, people, await boards()),
  posts: /** @param {Stage} stage */ async ({ instance, crowd }) => postFigures(instance, await crowd()),
  'big-room': /** @param {Stage} stage */ async ({ instance, crowd }) => bigRoomFigures(instance, await crowd()),
  overload: /** @param {Stage} stage */ async ({ instance, crowd }) => overloadFigures(instance, await crowd()),
  'million-messages': /** @param {Stage} stage */ async ({ instance, crowd }) =>
    millionMessagesFigures(instance, await crowd()),
  'idle-sockets': /** @param {Stage} stage */ async ({ instance, crowd }) => idleSocketFigures(instance, await crowd()),
  'rolling-restart': rollingRestartFigures,
}

const names = /** @type {(keyof typeof measurements)[]} */ (Object.keys(measurements))
const { values } = parseArgs({ options: { only: { type: 'string' }, database: { type: 'string', default: 'sqlite' } } })
const chosen = values.only ? names.filter((name) => values.only?.split(',').includes(name)) : names
if (chosen.length === 0) exitWith(`--only takes one or more of: ${names.join(', ')}`)
if (!['sqlite', 'postgres'].includes(values.database)) exitWith('--database is sqlite or postgres')
if (values.database === 'postgres' && !process.env['DATABASE_URL']) exitWith('--database=postgres needs DATABASE_URL')

await setupOrExit()
const instance = await createInstance(values.database === 'postgres' ? process.env['DATABASE_URL'] : undefined)
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, () => void stopEarly())
setTimeout(() => void stopEarly('The measuring took too long.'), endsWithinMs).unref()
try {
  const figures = await measure()
  console.log(`\n${describeMachine(instance)}\n`)
  printTable(figures)
} finally {
  await instance.remove()
}

async function measure() {
  console.log('Starting an instance …')
  await instance.start()
  const people = await makePeople(instance)
  // The first start built the database; what is measured is an instance that finds everything there.
  await instance.stop()
  await instance.start()
  /** @type {ReturnType<typeof makeBoards> | undefined} */
  let made
  const boards = () => (made ??= makeBoards(instance, people))
  /** @type {ReturnType<typeof makeCrowd> | undefined} */
  let gathered
  const crowd = () => (gathered ??= makeCrowd(instance))
  const figures = []
  try {
    for (const name of chosen) {
      console.log(`Measuring ${name} …`)
      figures.push(...(await measurements[name]({ instance, people, boards, crowd })))
    }
  } finally {
    await (await made)?.filler.close()
    await (await gathered)?.store.close()
  }
  return figures
}

/** @param {string} [why] */
async function stopEarly(why) {
  if (why) console.error(why)
  await instance.remove()
  process.exit(1)
}

/**
 * @param {string} message
 * @returns {never}
 */
function exitWith(message) {
  console.error(message)
  process.exit(1)
}
