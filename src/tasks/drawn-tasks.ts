import QuickLRU from 'quick-lru'
import type { Db, Tx } from '../platform/db/index.ts'
import { perServices } from '../platform/per-services.ts'
import type { Services } from '../platform/services.ts'
import { findTasks, type TaskKey, type TaskView } from './tasks.queries.ts'

/** Enough for a few large boards; a drawn task takes about a kilobyte. */
const kept = 20_000

/**
 * Tasks as HTML, by id and version and the day, which says what is overdue. A drawing holds nothing about the viewer, so one serves
 * everybody: the live change, every page and every catch-up.
 */
const drawings = perServices(() => new QuickLRU<string, string>({ maxSize: kept }))

/** How many are drawn before others get a turn. */
const drawnAtATime = 100

/** A task as HTML. */
export function drawTask(services: Services, task: TaskView): string {
  const known = drawings(services).get(keyOf(task))
  if (known !== undefined) return known
  const html = services.views.render('boards/_task', { task })
  drawings(services).set(keyOf(task), html)
  return html
}

/** Tasks as HTML, by id. Only those that were not drawn lately are read from the database. */
export async function drawTasks(services: Services, db: Db | Tx, keys: TaskKey[]): Promise<Map<number, string>> {
  const drawn = new Map<number, string>()
  const missing: number[] = []
  for (const key of keys) {
    const known = drawings(services).get(keyOf(key))
    if (known === undefined) missing.push(key.id)
    else drawn.set(key.id, known)
  }
  if (missing.length === 0) return drawn
  for (const [place, task] of (await findTasks(db, missing)).entries()) {
    drawn.set(task.id, drawTask(services, task))
    if (place % drawnAtATime === drawnAtATime - 1) await othersTurn()
  }
  return drawn
}

function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function keyOf({ id, version }: { id: number; version: number }): string {
  return `${id} ${version} ${new Date().toISOString().slice(0, 10)}`
}
