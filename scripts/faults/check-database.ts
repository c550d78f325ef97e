import { openDatabase, type Db } from '../../src/platform/db/index.ts'
import { until } from '../../tests/support/until.ts'
import { checkMentions } from './checks/mentions.ts'
import { checkRooms } from './checks/rooms.ts'
import { checkShown } from './checks/shown.ts'
import { checkTasks } from './checks/tasks.ts'
import { checkVersions } from './checks/versions.ts'
import { checkWords } from './checks/words.ts'
import type { Stage } from './stage.ts'

const settledWithinMs = 90_000

/** What the database holds that it should not, or lacks. */
export async function checkDatabase(stage: Stage): Promise<string[]> {
  const db = await openDatabase(stage.instance.databaseUrl)
  try {
    const problems = await checkOutbox(db)
    for (const check of [checkWords, checkMentions, checkVersions, checkTasks, checkRooms, checkShown])
      problems.push(...(await check(db, stage)))
    return problems
  } finally {
    await db.$disconnect()
  }
}

async function checkOutbox(db: Db): Promise<string[]> {
  const undone = () => db.outboxEntry.findMany({ where: { doneAt: null } })
  await until('the outbox is empty', async () => (await undone()).length === 0, settledWithinMs).catch(() => undefined)
  return (await undone()).map((entry) => `the outbox still holds ${JSON.stringify(entry)}`)
}
