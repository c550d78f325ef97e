import { expect, test } from 'vitest'
import { Channel, type JoinOutcome } from '../../../src/browser/live/channel.ts'
import type { Change } from '../../../src/browser/live/protocol.ts'

/** The server's side of a room, and a page that lists the versions it was brought. */
function createRoom(pageVersion: number) {
  const room = {
    version: pageVersion,
    shown: [] as number[],
    joins: [] as number[],
    pauses: 0,
    lostBecause: null as string | null,
    refetched: 0,
    pausing: async (): Promise<void> => undefined,
    answer: async (since: number): Promise<JoinOutcome> => room.changesSince(since),
    changesSince: (since: number): JoinOutcome => ({
      kind: 'joined',
      version: room.version,
      changes: versionsBetween(since, room.version).map(change),
    }),
    /** Posts one message and answers the event that tells of it. */
    post: () => {
      room.version += 1
      return { channel: 'room:7', version: room.version, changes: [change(room.version)] }
    },
  }
  const channel = new Channel(pageVersion, {
    join: (since) => {
      room.joins.push(since)
      return room.answer(since)
    },
    apply: (changes) => room.shown.push(...changes.map(({ version }) => version)),
    refetch: async () => {
      room.refetched += 1
      return room.version
    },
    lose: (reason) => {
      room.lostBecause = reason
    },
    pause: () => {
      room.pauses += 1
      return room.pausing()
    },
  })
  return { room, channel }
}

function change(version: number): Change {
  return { type: 'message:posted', version, patches: [] }
}

function versionsBetween(since: number, last: number): number[] {
  return Array.from({ length: last - since }, (_, index) => since + 1 + index)
}

/** An answer that is given when the test says so. */
function held() {
  let give: (outcome: JoinOutcome) => void = () => undefined
  const outcome = new Promise<JoinOutcome>((resolve) => {
    give = resolve
  })
  return { outcome, give: (value: JoinOutcome) => give(value) }
}

/** Lets everything that is ready run. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('joins from the version of the page and catches up', async () => {
  const { room, channel } = createRoom(5)
  room.version = 8
  await channel.join()
  expect(room.joins).toEqual([5])
  expect(room.shown).toEqual([6, 7, 8])
  expect(channel.version).toBe(8)
})

test('applies each event once, however often it comes', async () => {
  const { room, channel } = createRoom(5)
  await channel.join()
  const event = room.post()
  channel.receive(event)
  channel.receive(event)
  expect(room.shown).toEqual([6])
})

test('an event behind a gap leads to a new join from the version held, and nothing is shown twice', async () => {
  const { room, channel } = createRoom(5)
  await channel.join()
  room.post()
  channel.receive(room.post())
  await settled()
  expect(room.joins).toEqual([5, 5])
  expect(room.shown).toEqual([6, 7])
  expect(room.pauses).toBe(0)
})

test('a gap that a join does not close is asked for again only after a pause', async () => {
  const { room, channel } = createRoom(5)
  await channel.join()
  room.answer = async () => ({ kind: 'joined', version: 5, changes: [] })
  room.pausing = () => new Promise(() => undefined)
  room.post()
  channel.receive(room.post())
  await settled()
  expect(room.joins).toEqual([5, 5])
  expect(room.pauses).toBe(1)
})

test('what comes while a join is under way waits for its answer', async () => {
  const { room, channel } = createRoom(5)
  const { outcome, give } = held()
  room.answer = () => outcome
  const joining = channel.join()
  room.post()
  const answer = room.changesSince(5)
  channel.receive({ channel: 'room:7', version: 6, changes: [change(6)] })
  channel.receive(room.post())
  expect(room.shown).toEqual([])
  give(answer)
  await joining
  expect(room.shown).toEqual([6, 7])
})

test('an answer that comes after the connection was lost is not used', async () => {
  const { room, channel } = createRoom(5)
  const { outcome, give } = held()
  room.answer = () => outcome
  const joining = channel.join()
  channel.part()
  give({ kind: 'joined', version: 9, changes: [change(9)] })
  await joining
  expect(room.shown).toEqual([])
  expect(channel.version).toBe(5)
})

test('an unanswered join is tried again, after a pause', async () => {
  const { room, channel } = createRoom(5)
  const outcomes: JoinOutcome[] = [{ kind: 'later' }, { kind: 'later' }]
  room.answer = async (since) => outcomes.shift() ?? room.changesSince(since)
  room.post()
  await channel.join()
  expect(room.joins).toEqual([5, 5, 5])
  expect(room.pauses).toBe(2)
  expect(room.shown).toEqual([6])
})

test('away too long: the page part is fetched anew and joined from the version it shows', async () => {
  const { room, channel } = createRoom(5)
  room.version = 900
  room.answer = async (since) => (since < 800 ? { kind: 'reload' } : room.changesSince(since))
  await channel.join()
  expect(room.refetched).toBe(1)
  expect(room.joins).toEqual([5, 900])
  expect(room.shown).toEqual([])
  channel.receive(room.post())
  expect(room.shown).toEqual([901])
})

test('a refused join ends the channel', async () => {
  const { room, channel } = createRoom(5)
  room.answer = async () => ({ kind: 'refused', reason: 'There is no such room' })
  await channel.join()
  channel.receive(room.post())
  await channel.join()
  expect(room.lostBecause).toBe('There is no such room')
  expect(room.shown).toEqual([])
  expect(room.joins).toEqual([5])
})

test('who was put out hears no more, not even from a join under way', async () => {
  const { room, channel } = createRoom(5)
  const { outcome, give } = held()
  room.answer = () => outcome
  const joining = channel.join()
  channel.lose('You were removed')
  give({ kind: 'joined', version: 6, changes: [change(6)] })
  await joining
  channel.receive(room.post())
  expect(room.lostBecause).toBe('You were removed')
  expect(room.shown).toEqual([])
})

test('resuming from an older version is told everything since again', async () => {
  const { room, channel } = createRoom(5)
  await channel.join()
  channel.receive(room.post())
  channel.receive(room.post())
  await channel.resume(5)
  expect(room.shown).toEqual([6, 7, 6, 7])
  expect(channel.version).toBe(7)
})

test('what the server said is done, but did not come, is asked for', async () => {
  const { room, channel } = createRoom(5)
  await channel.join()
  room.post()
  await channel.expect(() => channel.version >= 6)
  expect(room.shown).toEqual([6])
  await channel.expect(() => channel.version >= 6)
  expect(room.joins).toEqual([5, 5])
})
