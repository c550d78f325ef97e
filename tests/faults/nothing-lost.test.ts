import { statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test, type TestContext } from 'vitest'
import { findRedisServer } from '../../src/launcher/redis/binary.ts'
import { openDatabase, type Db } from '../../src/platform/db/index.ts'
import { makeBoard, type TestBoard } from '../support/boards.ts'
import { databaseKinds, emptyDatabase } from '../support/databases.ts'
import { Follower } from '../support/follower.ts'
import { startInstance, type ProcessName, type RedisLink, type TestInstance } from '../support/instance.ts'
import { ask, connectSocket, register, setUpAdministrator, type Person } from '../support/people.ts'
import { randomFrom, shuffled } from '../support/random.ts'
import { until } from '../support/until.ts'
import { connectForGood, keepPosting, type Acknowledged } from './posting.ts'

/** What is killed, one round after the other; those of one round die together. */
const rounds: ProcessName[][] = [['web'], ['worker'], ['scheduler'], ['redis'], ['redis', 'web', 'worker']]
/** So many messages are acknowledged after each round, before the next one. */
const postsARound = 40
/** A slow machine takes its time to start a process. */
const goingAgainWithinMs = 60_000
/** Every mention has reached its inbox by then, though the job was taken by a process that died. */
const notifiedWithinMs = 30_000

const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000)
// Where no redis-server is installed, the embedded Valkey has to do on both databases.
const server: RedisLink = findRedisServer() ? 'server' : 'embedded'
const setups: { redis: RedisLink; database: 'sqlite' | 'postgres' }[] = [
  { redis: 'embedded', database: 'sqlite' },
  { redis: server, database: 'postgres' },
  ...(server === 'server' ? [{ redis: server, database: 'sqlite' } as const] : []),
]
describe.each(setups)('with Redis $redis, on $database', ({ redis, database }) => {
  test.runIf(databaseKinds().includes(database))(
    'kill -9 of web, worker, scheduler or Redis loses and doubles no acknowledged message and no notification',
    { timeout: 240_000 },
    async (context) => {
      console.log(`TEST_SEED=${seed}`)
      const random = randomFrom(seed)
      const { instance, db } = await start(context, redis, database)
      const { people, board } = await gather(instance)
      if (redis === 'embedded') await untilSaved(instance)
      const reader = await connectForGood(people[0] as Person)
      const follower = new Follower(
        reader,
        `room:${board.roomId}`,
        { event: 'room:join', payload: { roomId: board.roomId } },
        0,
      )
      await follower.join()

      const posted = await postWhile(people, board, random, (posts) => killAll(instance, posts, random))

      await expectMessages(db, board, posted)
      await expectNotifications(db, posted)
      await until('the follower is up to date', () => follower.version === posted.length)
      expect(follower.seen.map(({ message }) => message?.id)).toEqual(inOrder(posted))
      await expectFreshJoin(people[1] as Person, board, posted)
      expectDeaths(instance, rounds.flat(), redis)
      reader.disconnect()
    },
  )
})

async function start(
  { task, onTestFinished }: TestContext,
  redis: RedisLink,
  kind: 'sqlite' | 'postgres',
): Promise<{ instance: TestInstance; db: Db }> {
  const database = kind === 'postgres' ? await emptyDatabase(kind) : undefined
  if (database) onTestFinished(database.drop)
  const instance = await startInstance({ redis, ...(database ? { databaseUrl: database.url } : {}) })
  onTestFinished(async () => {
    if (task.result?.state === 'fail') console.log(`What the instance printed last:\n${instance.log().slice(-10_000)}`)
    await instance.stop()
  })
  const db = await openDatabase(instance.databaseUrl)
  onTestFinished(() => db.$disconnect())
  return { instance, db }
}

async function gather({ url }: TestInstance): Promise<{ people: Person[]; board: TestBoard }> {
  const owner = await setUpAdministrator(url)
  const others = await Promise.all(
    ['Ben Berg', 'Cleo Cruz', 'Dara Dahl', 'Ede Esser'].map((name) => register(url, name)),
  )
  return { people: [owner, ...others], board: await makeBoard(owner, 'Faults', others) }
}

/** The embedded Redis may lose the last two seconds: everybody's session has to be older than that. */
async function untilSaved({ dataDir }: TestInstance): Promise<void> {
  const snapshot = path.join(dataDir, 'redis', 'embedded.snapshot')
  // The first of two may have begun before now.
  for (let save = 1; save <= 2; save += 1) {
    const from = Date.now()
    await until(
      'the embedded Redis has saved',
      () => (statSync(snapshot, { throwIfNoEntry: false })?.mtimeMs ?? 0) > from,
    )
  }
}

async function postWhile(
  people: Person[],
  { roomId }: TestBoard,
  random: () => number,
  work: (posted: Acknowledged[]) => Promise<void>,
): Promise<Acknowledged[]> {
  const posted: Acknowledged[] = []
  let isOver = false
  const posting = people.map((author) => {
    const others = people.filter((person) => person !== author)
    return keepPosting({
      author,
      roomId,
      others,
      random,
      isOver: () => isOver,
      acknowledged: (post) => posted.push(post),
    })
  })
  await Promise.all([work(posted).finally(() => (isOver = true)), ...posting])
  return posted
}

/** Between two rounds posting gets going again, so that each kill falls into the middle of it. */
async function killAll(instance: TestInstance, posted: Acknowledged[], random: () => number): Promise<void> {
  for (const names of [[], ...shuffled(rounds, random)]) {
    await Promise.all(names.map((name) => instance.kill(name)))
    const goal = posted.length + postsARound
    await until(
      `${postsARound} posts after the end of ${names.join(' and ')}`,
      () => posted.length >= goal,
      goingAgainWithinMs,
    )
    await delay(random() * 300)
  }
}

async function expectMessages(db: Db, { roomId }: TestBoard, posted: Acknowledged[]): Promise<void> {
  const stored = await db.chatMessage.findMany({ where: { roomId }, orderBy: { position: 'asc' } })
  const room = await db.chatRoom.findUniqueOrThrow({ where: { id: roomId } })
  expect(stored.map(({ position, version }) => [position, version])).toEqual(
    posted.map((_, index) => [index + 1, index + 1]),
  )
  expect(room.version).toBe(posted.length)
  const facts = stored.map(({ id, clientId, authorId, content, version }) => ({
    id,
    clientId,
    authorId,
    content,
    version,
  }))
  expect(facts).toEqual(posted.toSorted(byVersion).map(({ mentionedId: _, ...message }) => message))
}

async function expectNotifications(db: Db, posted: Acknowledged[]): Promise<void> {
  await until(
    'every mention has a notification',
    async () => (await db.notification.count()) >= posted.length,
    notifiedWithinMs,
  )
  const notifications = await db.notification.findMany()
  const told = notifications.map(({ messageId, recipientId, senderId }) => `${messageId} ${senderId}→${recipientId}`)
  const owed = posted.map(({ id, authorId, mentionedId }) => `${id} ${authorId}→${mentionedId}`)
  expect(told.toSorted()).toEqual(owed.toSorted())
  await until('the outbox is empty', async () => (await db.outboxEntry.count({ where: { doneAt: null } })) === 0)
}

async function expectFreshJoin({ http }: Person, { roomId }: TestBoard, posted: Acknowledged[]): Promise<void> {
  const socket = await connectSocket(http)
  const since = Math.max(0, posted.length - 100)
  const answer = await ask<{ version: number; changes: { message: { id: string } }[] }>(socket, 'room:join', {
    roomId,
    since,
  })
  socket.disconnect()
  if (!answer.ok) throw new Error(answer.error.message)
  expect(answer.version).toBe(posted.length)
  expect(answer.changes.map(({ message }) => message.id)).toEqual(inOrder(posted).slice(since))
}

/** Nothing ended but what was killed: an outage of Redis takes no other process down. */
function expectDeaths(instance: TestInstance, killed: ProcessName[], redis: RedisLink): void {
  const deaths = [...instance.log().matchAll(/^(\w+) ended \((.+?)\)/gm)].map(([, name, how]) => `${name}: ${how}`)
  // Of a redis-server it is the process guarding it that the supervisor sees end.
  const expected = killed.map(
    (name) => `${name}: ${name === 'redis' && redis === 'server' ? 'exit code 1' : 'SIGKILL'}`,
  )
  expect(deaths.toSorted()).toEqual(expected.toSorted())
}

function inOrder(posted: Acknowledged[]): string[] {
  return posted.toSorted(byVersion).map(({ id }) => id)
}

function byVersion(one: Acknowledged, other: Acknowledged): number {
  return one.version - other.version
}
