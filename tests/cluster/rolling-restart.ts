import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { chromium, type Browser, type Page } from '@playwright/test'
import { io, type Socket } from 'socket.io-client'
import { chromiumFlags, findChromium } from '../../scripts/chromium.mjs'
import { comparePages } from '../../scripts/faults/compare-pages.ts'
import { noteConnections, type OpenPage } from '../../scripts/faults/stage.ts'
import type { TestBoard } from '../support/boards.ts'
import type { ComposeStack } from '../support/compose-stack.ts'
import { Follower } from '../support/follower.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'

/** As the browser does it: src/browser/live/connection.ts and session.ts. */
const reconnecting = { reconnectionDelay: 300, reconnectionDelayMax: 3000, randomizationFactor: 0.5 }
const afterEndMs = { least: 100, most: 600 }
const answerWithinMs = 5000
const settledWithinMs = 60_000

/** A post that was acknowledged. */
export interface Posted {
  id: string
  clientId: string
  version: number
}

export interface RollingRestart {
  posted: Posted[]
  /** How often a post had no answer and was sent again. */
  repeats: number
  /** What each socket that followed the room was told, in its order, and what it was told to load instead, by versions. */
  followers: Pick<Follower, 'seen' | 'leftOut'>[]
  /** What pages show that a reload does not, or the other way round. */
  differences: string[]
  /** The longest time without a new message, in milliseconds, of each socket and each page, by its name. */
  silences: Record<string, number>
  /** What the webs ended with when they were asked to stop. */
  exitCodes: (number | null)[]
}

export interface RestartOptions {
  people: Person[]
  board: TestBoard
  ratePerSecond: number
  /** How long is posted before the first web stops, and after the last one is back. */
  calmMs: number
  /** How many of the people have the room open in a browser, too. */
  pages: number
}

/**
 * Posts into one room at a steady rate through the proxy while the webs are restarted one after the other: each is asked to stop, waited
 * for, started again and waited for until it is well. Everyone follows the room by a socket; the last of them has long polling only.
 */
export async function restartUnderLoad(stack: ComposeStack, options: RestartOptions): Promise<RollingRestart> {
  const { people, board } = options
  const { version } = await roomState(people[0] as Person, board)
  const listeners = await Promise.all(
    people.map((person, place) => listen(person, board, version, place === people.length - 1)),
  )
  const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumFlags })
  try {
    const pages = await Promise.all(people.slice(0, options.pages).map((person) => openRoom(browser, person, board)))
    const load = startPosting(listeners, board, options.ratePerSecond)
    await delay(options.calmMs)
    const exitCodes = []
    for (const name of ['web-1', 'web-2']) {
      exitCodes.push(await stack.stopOne(name))
      await stack.start(name)
    }
    await delay(options.calmMs)
    const { posted, repeats } = await load.finish()
    const last = Math.max(...posted.map((post) => post.version))
    await until('every socket was told everything', () => listeners.every(({ follower }) => follower.version >= last))
    await Promise.all(pages.map(({ page }) => untilShown(page, posted.find((post) => post.version === last)?.id ?? '')))
    const silences = await silencesOf(listeners, pages)
    return {
      posted,
      repeats,
      exitCodes,
      silences,
      followers: listeners.map(({ follower }) => follower),
      differences: await comparePages({ pages }),
    }
  } finally {
    for (const { socket } of listeners) socket.disconnect()
    await browser.close()
  }
}

interface Listener {
  name: string
  socket: Socket
  follower: Follower
  /** The longest time between two tellings, so far. */
  longestSilenceMs: () => number
}

async function roomState({ http }: Person, { roomId }: TestBoard): Promise<{ version: number }> {
  const { items } = await http.call<{ items: { version: number }[] }>(
    'GET',
    `/api/v1/rooms/${roomId}/messages?limit=100`,
  )
  return { version: Math.max(0, ...items.map(({ version }) => version)) }
}

async function listen(person: Person, { roomId }: TestBoard, since: number, byPolling: boolean): Promise<Listener> {
  const socket = io(person.http.url, {
    ...reconnecting,
    transports: byPolling ? ['polling'] : ['websocket', 'polling'],
    tryAllTransports: true,
    forceNew: true,
    extraHeaders: { cookie: person.http.cookieHeader() },
  })
  const again = (delayMs: number): void => void setTimeout(() => socket.connect(), delayMs)
  const afterEnd = (): number => afterEndMs.least + Math.random() * (afterEndMs.most - afterEndMs.least)
  socket.on('disconnect', (reason) => reason === 'io server disconnect' && again(afterEnd()))
  socket.on('connect_error', () => !socket.active && again(1000))
  const follower = new Follower(socket, `room:${roomId}`, { event: 'room:join', payload: { roomId } }, since)
  // On a machine that is busy with other things it may be away for longer than is caught up.
  follower.mayReload = true
  const watch = watchSilence(follower)
  await until(`${person.username} follows the room`, () => socket.connected && follower.hasJoined)
  return {
    name: `${person.username}, a socket${byPolling ? ' by long polling' : ''}`,
    socket,
    follower,
    longestSilenceMs: watch,
  }
}

/** From the first message on that came, whether it was told or caught up. */
function watchSilence(follower: Follower): () => number {
  let longest = 0
  let lastAt: number | undefined
  follower.onNews = () => {
    const now = performance.now()
    if (lastAt !== undefined) longest = Math.max(longest, now - lastAt)
    lastAt = now
  }
  return () => longest
}

/** Opens the room in a browser, which from then on measures how long no new message came into the page. */
async function openRoom(browser: Browser, person: Person, { roomId }: TestBoard): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
  context.setDefaultTimeout(settledWithinMs)
  await context.addCookies(person.http.cookies().map((cookie) => ({ ...cookie, url: person.http.url })))
  const page = await context.newPage()
  const connections = noteConnections(page)
  const address = new URL(`/messaging/room/${roomId}/`, person.http.url).href
  await page.goto(address)
  await page.evaluate(() => {
    const measured = { longestMs: 0, lastAt: 0 }
    Object.assign(window, { measured })
    new MutationObserver((mutations) => {
      const isNews = mutations.some(({ addedNodes }) =>
        [...addedNodes].some((node) => node instanceof Element && node.matches('.message')),
      )
      if (!isNews) return
      const now = performance.now()
      if (measured.lastAt > 0) measured.longestMs = Math.max(measured.longestMs, now - measured.lastAt)
      measured.lastAt = now
    }).observe(document.querySelector('[data-messages]') as Element, { childList: true, subtree: true })
  })
  return {
    name: `${person.username}, a page`,
    kind: 'room',
    person,
    address,
    context,
    page,
    problems: [],
    connections,
  }
}

async function untilShown(page: Page, id: string): Promise<void> {
  await page.locator(`#message-${id}`).waitFor({ state: 'attached', timeout: settledWithinMs })
}

async function silencesOf(listeners: Listener[], pages: OpenPage[]): Promise<Record<string, number>> {
  const ofPages = await Promise.all(
    pages.map(async ({ name, page }) => {
      const measured = await page.evaluate(() => (window as unknown as { measured?: { longestMs: number } }).measured)
      // A page that was loaded anew has not measured, and has been silent for longer than one may be.
      return [name, measured?.longestMs ?? Number.POSITIVE_INFINITY] as const
    }),
  )
  return Object.fromEntries([
    ...listeners.map(({ name, longestSilenceMs }) => [name, longestSilenceMs()] as const),
    ...ofPages,
  ])
}

interface Load {
  /** No more posts; resolves when all are acknowledged. */
  finish(): Promise<{ posted: Posted[]; repeats: number }>
}

/** One post after the other is due, whether those before it were answered or not; everyone posts in turn. */
function startPosting(listeners: Listener[], { roomId }: TestBoard, ratePerSecond: number): Load {
  const posts: Promise<Posted>[] = []
  let isOver = false
  let repeats = 0
  const startedAt = performance.now()
  const posting = (async () => {
    while (!isOver) {
      const due = ((performance.now() - startedAt) * ratePerSecond) / 1000
      while (posts.length < due) {
        const { socket } = listeners[posts.length % listeners.length] as Listener
        const post = { roomId, content: `number ${posts.length + 1}`, clientId: randomUUID() }
        posts.push(postUntilAcknowledged(socket, post, () => (repeats += 1)))
      }
      await delay(2)
    }
  })()
  return {
    async finish() {
      isOver = true
      await posting
      return { posted: await Promise.all(posts), repeats }
    },
  }
}

async function postUntilAcknowledged(
  socket: Socket,
  post: { roomId: number; content: string; clientId: string },
  repeated: () => void,
): Promise<Posted> {
  for (;;) {
    await until('a connection', () => socket.connected, settledWithinMs)
    const answer = (await socket
      .timeout(answerWithinMs)
      .emitWithAck('message:post', post)
      .catch(() => undefined)) as
      { ok: boolean; message: { id: string; version: number }; error?: { code: string } } | undefined
    if (answer?.ok) return { id: answer.message.id, version: answer.message.version, clientId: post.clientId }
    if (answer && answer.error?.code !== 'unavailable') throw new Error(`refused: ${JSON.stringify(answer.error)}`)
    repeated()
  }
}
