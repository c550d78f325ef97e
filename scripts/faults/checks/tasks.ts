import type { Db } from '../../../src/platform/db/index.ts'
import type { Stage } from '../stage.ts'

/** Every task is there, under a name that somebody gave it. */
export async function checkTasks(db: Db, { ledger, board }: Stage): Promise<string[]> {
  const tasks = new Map((await db.task.findMany({ where: { boardId: board.id } })).map((task) => [task.id, task]))
  return ledger.tasks.flatMap(({ id, titles }) => {
    const task = tasks.get(id)
    if (!task) return [`task ${id} is gone`]
    return titles.includes(task.title)
      ? []
      : [`task ${id} is called ${task.title}, not ${titles.slice(0, 3).join(' | ')}`]
  })
}
