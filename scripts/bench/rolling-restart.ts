// Compiled and run by rolling-restart.mjs: the stack of docker-compose.yml and the load are those of the cluster's test.
import { openDatabase } from '../../src/platform/db/index.ts'
import { restartUnderLoad, type RollingRestart } from '../../tests/cluster/rolling-restart.ts'
import { makeBoard } from '../../tests/support/boards.ts'
import { prepareStack, whyNoStack, type ComposeStack } from '../../tests/support/compose-stack.ts'
import { register, setUpAdministrator, type Person } from '../../tests/support/people.ts'

const names = ['Ben', 'Cleo', 'Dara', 'Ede', 'Finn', 'Gita', 'Hugo', 'Ines', 'Jana']

export interface RestartMeasured {
  load: RollingRestart
  /** Ids of acknowledged messages that the database does not hold. */
  lost: string[]
  /** How many messages it holds beyond those. */
  doubled: number
}

/**
 * Starts Postgres, Redis, nginx, two webs, two workers and two schedulers, and restarts the webs one after the other under load.
 * @returns why it can't be done on this machine, or what was measured
 */
export async function measureRollingRestart(): Promise<string | RestartMeasured> {
  const reason = whyNoStack()
  if (reason) return reason
  const stack = await prepareStack({ env: { POSTS_PER_MINUTE: '100000', LOG_LEVEL: 'warn' } })
  try {
    await stack.up()
    await Promise.all(['worker', 'scheduler'].map((name) => stack.start(name, 2)))
    return await measure(stack)
  } finally {
    await stack.down()
  }
}

async function measure(stack: ComposeStack): Promise<RestartMeasured> {
  const people: Person[] = [await setUpAdministrator(stack.url, 'Ana')]
  for (const name of names) people.push(await register(stack.url, name))
  const board = await makeBoard(people[0] as Person, 'Rolling restart', people.slice(1))
  const load = await restartUnderLoad(stack, { people, board, ratePerSecond: 100, calmMs: 5000, pages: 2 })
  const db = await openDatabase(stack.databaseUrl)
  try {
    const stored = await db.chatMessage.findMany({ where: { roomId: board.roomId }, select: { id: true } })
    const ids = new Set(stored.map(({ id }) => id))
    return {
      load,
      lost: load.posted.map(({ id }) => id).filter((id) => !ids.has(id)),
      doubled: stored.length - load.posted.length,
    }
  } finally {
    await db.$disconnect()
  }
}
