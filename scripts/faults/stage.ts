import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { chromiumFlags, findChromium } from '../chromium.mjs'
import { makeBoard, type TestBoard } from '../../tests/support/boards.ts'
import { anyAddress, register, setUpAdministrator, type Person } from '../../tests/support/people.ts'
import type { FaultyInstance } from './instance.ts'
import { newRoom, type KnownRoom } from './known-room.ts'
import { Ledger } from './ledger.ts'

/** A page that somebody has open all the time. */
export interface OpenPage {
  name: string
  kind: 'room' | 'board' | 'task' | 'thread' | 'panel' | 'inbox' | 'rooms' | 'board-rooms'
  person: Person
  address: string
  context: BrowserContext
  page: Page
  /** What its console said that nobody brought about on purpose. */
  problems: string[]
  /** When its connections came and went, for whoever looks for the reason of a difference. */
  connections: string[]
}

/** Who and what is there. */
export interface Stage {
  instance: FaultyInstance
  people: Person[]
  board: TestBoard
  /** The task whose thread the pages show. */
  threadTaskId: number
  pages: OpenPage[]
  ledger: Ledger
  random: () => number
  close(): Promise<void>
}

export async function setStage(instance: FaultyInstance, random: () => number): Promise<Stage> {
  const [here, there] = instance.proxies
  const ana = await setUpAdministrator(here.url, 'Ana Alves')
  const ben = await register(there.url, 'Ben Berg')
  const cleo = await register(there.url, 'Cleo Cruz')
  const dara = await register(here.url, 'Dara Dahl')
  const people = [ana, ben, cleo, dara]
  const board = await makeBoard(ana, 'Faults', [ben, cleo, dara])
  const ledger = new Ledger()
  for (const columnId of [...board.columnIds, ...board.columnIds]) await ledger.createTask(ana, columnId)
  ledger.rooms.push(await mainRoom(ana, board.roomId, people))
  const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumFlags })
  const open = (name: string, kind: OpenPage['kind'], person: Person, address: string) =>
    openPage(browser, name, kind, person, new URL(address, person.http.url).href)
  const room = `/messaging/room/${board.roomId}/`
  const threadTaskId = ledger.tasks[0]?.id ?? 0
  return {
    instance,
    people,
    board,
    threadTaskId,
    pages: [
      await open('Ana, room', 'room', ana, room),
      await open('Ben, board', 'board', ben, `/boards/${board.id}/`),
      await open('Ben, room', 'room', ben, room),
      await open('Ben, thread', 'thread', ben, `/task/${threadTaskId}/comments/`),
      await open('Cleo, task', 'task', cleo, `/tasks/${threadTaskId}/`),
      await open('Dara, task over its board', 'panel', dara, `/boards/${board.id}/?task=${threadTaskId}`),
      await open('Dara, inbox', 'inbox', dara, '/messaging/notifications/'),
      await open('Ana, all rooms', 'rooms', ana, '/messaging/'),
      await open('Cleo, rooms of the board', 'board-rooms', cleo, `/messaging/board/${board.id}/rooms/`),
    ],
    ledger,
    random,
    close: () => browser.close(),
  }
}

async function mainRoom(owner: Person, id: number, people: Person[]): Promise<KnownRoom> {
  const { room } = await owner.http.call<{ room: { name: string } }>('GET', `/api/v1/rooms/${id}`)
  const known = newRoom({ id, name: room.name, creator: owner, isPrivate: false, members: new Set(people) })
  return { ...known, isOpenInPages: true }
}

async function openPage(
  browser: Browser,
  name: string,
  kind: OpenPage['kind'],
  person: Person,
  address: string,
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    extraHTTPHeaders: { 'x-forwarded-for': anyAddress() },
  })
  context.setDefaultTimeout(10_000)
  await context.addCookies(person.http.cookies().map((cookie) => ({ ...cookie, url: person.http.url })))
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`${name}: ${error.stack ?? error.message}`))
  const connections = noteConnections(page)
  await page.goto(address, { timeout: 60_000 })
  return { name, kind, person, address, context, page, problems, connections }
}

/** Writes down when a page's connections come and go. */
export function noteConnections(page: Page): string[] {
  const connections: string[] = []
  const note = (what: string): void => void connections.push(`${new Date().toISOString().slice(11, 23)} ${what}`)
  page.on('websocket', (socket) => {
    note('opens')
    socket.on(
      'framereceived',
      ({ payload }) => /^(0|40|44)/.test(String(payload)) && note(String(payload).slice(0, 60)),
    )
    socket.on('socketerror', (error) => note(`fails: ${error}`))
    socket.on('close', () => note('closed'))
  })
  page.on('framenavigated', (frame) => frame === page.mainFrame() && note(`shows ${frame.url()}`))
  return connections
}
