// How long a move takes to the others' screens.
import { setTimeout as sleep } from 'node:timers/promises'
import { io } from 'socket.io-client'
import { withBrowser } from './browser.mjs'
import { callApi } from './people.mjs'
import { percentile } from './percentile.mjs'

const warmUpMoves = 20
const countedMoves = 150
const pauseMs = 50
const seenWithinMs = 5000

/** @typedef {import('./table.mjs').Figure} Figure */
/** @typedef {import('./boards.mjs').FilledBoard} FilledBoard */
/** @typedef {{ atSocket: number[], onScreen: number[], lost: number }} Latencies in milliseconds since the request was sent */

/**
 * One person moves tasks through the API, from column to column and place to place; another looks at the board in Chromium and follows
 * it with a socket beside. From sending the request until the other's socket has the change, and until the other's document shows it.
 * @param {import('./instance.mjs').Instance} instance
 * @param {import('./people.mjs').People} people
 * @param {import('./boards.mjs').Boards} boards
 * @returns {Promise<Figure[]>}
 */
export async function moveFigures({ address }, people, { medium, large }) {
  return withBrowser(address, async (enter) => {
    const context = await enter(people.ben)
    const figures = []
    for (const board of [medium, large])
      figures.push(...figuresOf(board, await moveTasks(address, people, board, context)))
    return figures
  })
}

/**
 * @param {string} address
 * @param {import('./people.mjs').People} people
 * @param {FilledBoard} board
 * @param {import('./browser.mjs').BrowserContext} context
 * @returns {Promise<Latencies>}
 */
async function moveTasks(address, { ana, ben }, board, context) {
  const socket = await followBoard(address, ben, board.id)
  const page = await context.newPage()
  try {
    /** @type {Latencies} */
    const latencies = { atSocket: [], onScreen: [], lost: 0 }
    await page.goto(address + board.path)
    await page.evaluate(watchTasks)
    for (let number = 0; number < warmUpMoves + countedMoves; number += 1) {
      const seen = await moveOne({ address, ana, board, socket, page }, number)
      if (number < warmUpMoves) continue
      if (seen.atSocket === undefined || seen.onScreen === undefined) latencies.lost += 1
      else {
        latencies.atSocket.push(seen.atSocket)
        latencies.onScreen.push(seen.onScreen)
      }
    }
    return latencies
  } finally {
    await page.close()
    socket.disconnect()
  }
}

/**
 * @param {string} address
 * @param {import('./people.mjs').Person} person
 * @param {number} boardId
 */
async function followBoard(address, { cookie }, boardId) {
  const socket = io(address, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { cookie },
  })
  const answer = await socket.timeout(10_000).emitWithAck('board:join', { boardId })
  if (!answer.ok) throw new Error(`board:join answered ${JSON.stringify(answer)}`)
  return socket
}

/** Runs in the page: `whenSeen` answers when a task comes to stand in a column, in milliseconds since 1970. */
function watchTasks() {
  /** @type {Map<string, (at: number) => void>} */
  const awaited = new Map()
  const whenSeen = (/** @type {string} */ id) => new Promise((resolve) => awaited.set(id, resolve))
  Object.assign(globalThis, { whenSeen })
  new MutationObserver((records) => {
    const now = performance.timeOrigin + performance.now()
    for (const { addedNodes } of records)
      for (const node of addedNodes) if (node instanceof HTMLElement) awaited.get(node.id)?.(now)
  }).observe(document.querySelector('[data-board]') ?? document, { childList: true, subtree: true })
}

/**
 * @param {{ address: string, ana: import('./people.mjs').Person, board: FilledBoard, socket: import('socket.io-client').Socket, page: import('@playwright/test').Page }} stage
 * @param {number} number
 * @returns {Promise<{ atSocket: number | undefined, onScreen: number | undefined }>}
 */
async function moveOne({ address, ana, board, socket, page }, number) {
  const { taskId, place } = nextMove(board, number)
  const told = whenTold(socket, taskId)
  const seen = await whenSeen(page, taskId)
  const startedAt = performance.timeOrigin + performance.now()
  await callApi(address, ana, 'POST', `/api/v1/tasks/${taskId}/move`, place)
  const [toldAt, seenAt] = await Promise.all([told, seen()])
  await sleep(pauseMs)
  return { atSocket: toldAt && toldAt - startedAt, onScreen: seenAt && seenAt - startedAt }
}

/**
 * A task that was not moved yet goes to the next column, below one that stands in its middle.
 * @param {FilledBoard} board
 * @param {number} number
 */
function nextMove({ taskIds, columnIds }, number) {
  const columns = columnIds.length
  // Tasks were dealt out in turn: task n lies in column n % columns. The neighbour is none of those that were moved.
  const after = columns * (80 + (number % 40)) + ((number + 1) % columns)
  return {
    taskId: taskIds[number] ?? 0,
    place: { columnId: columnIds[(number + 1) % columns] ?? 0, afterTaskId: taskIds[after] ?? 0 },
  }
}

/**
 * @param {import('socket.io-client').Socket} socket
 * @param {number} taskId
 * @returns {Promise<number | undefined>}
 */
function whenTold(socket, taskId) {
  return new Promise((resolve) => {
    /** @param {{ changes: { type: string, task?: { id: number } }[] }} told */
    const listen = ({ changes }) => {
      if (changes.some(({ type, task }) => type === 'task:moved' && task?.id === taskId))
        end(performance.timeOrigin + performance.now())
    }
    /** @param {number} [at] */
    const end = (at) => {
      socket.off('changes', listen)
      clearTimeout(deadline)
      resolve(at)
    }
    const deadline = setTimeout(end, seenWithinMs)
    socket.on('changes', listen)
  })
}

/**
 * Begins to wait for a task in the page, without asking it again and again: it would have to draw for each time.
 * @param {import('@playwright/test').Page} page
 * @param {number} taskId
 * @returns {Promise<() => Promise<number | undefined>>} answers when it was seen
 */
async function whenSeen(page, taskId) {
  const seen = await page.evaluateHandle(
    (id) => ({ at: /** @type {Promise<number>} */ (Reflect.get(globalThis, 'whenSeen')(id)) }),
    `task-${taskId}`,
  )
  return () => Promise.race([seen.evaluate(({ at }) => at), sleep(seenWithinMs, undefined, { ref: false })])
}

/**
 * @param {FilledBoard} board
 * @param {Latencies} latencies
 * @returns {Figure[]}
 */
function figuresOf({ taskCount }, { atSocket, onScreen, lost }) {
  const name = `moved on a board of ${taskCount}`
  /** @param {number[]} latencies */
  const note = (latencies) =>
    `p50 ${percentile(latencies, 0.5).toFixed(1)}, p99 ${percentile(latencies, 0.99).toFixed(1)} ms`
  return [
    {
      name: `${name} → at another's socket, p95`,
      measured: percentile(atSocket, 0.95),
      unit: 'ms',
      atMost: 50,
      note: note(atSocket),
    },
    {
      name: `${name} → on another's screen, p95`,
      measured: percentile(onScreen, 0.95),
      unit: 'ms',
      atMost: 50,
      note: note(onScreen),
    },
    { name: `${name}, not seen of ${countedMoves}`, measured: lost, unit: '', atMost: 0 },
  ]
}
