import QuickLRU from 'quick-lru'
import { todayInUtc } from '../platform/calendar-day.ts'
import type { Db, Tx } from '../platform/db/index.ts'
import { othersTurn } from '../platform/others-turn.ts'
import { perServices } from '../platform/per-services.ts'
import type { Services } from '../platform/services.ts'
import { joined } from '../platform/views/joined.ts'
import { findTasks, type TaskKey, type TaskView } from './tasks.queries.ts'

/** Enough for a few large boards; a drawn task takes about a kilobyte. */
const kept = 20_000

interface Drawing {
  version: number
  /** What is overdue depends on it. */
  day: string
  html: string
}

/**
 * Tasks as HTML, by id. A drawing holds nothing about the viewer, so one serves everybody: the live change, every page and every
 * catch-up.
 */
const drawings = perServices(() => new QuickLRU<number, Drawing>({ maxSize: kept }))

/** How many are drawn before others get a turn. */
const drawnAtATime = 100

/** A task as HTML. */
export function drawTask(services: Services, task: TaskView): string {
  return drawOn(services, task, todayInUtc())
}

/** Tasks as HTML, by id. Only those that were not drawn lately are read from the database. */
export async function drawTasks(services: Services, db: Db | Tx, keys: TaskKey[]): Promise<Map<number, string>> {
  const day = todayInUtc()
  const drawn = new Map<number, string>()
  const missing: number[] = []
  for (const key of keys) {
    const known = knownDrawing(services, key, day)
    if (known === undefined) missing.push(key.id)
    else drawn.set(key.id, known)
  }
  for (const [place, task] of (await findTasks(db, missing)).entries()) {
    drawn.set(task.id, drawOn(services, task, day))
    if (place % drawnAtATime === drawnAtATime - 1) await othersTurn()
  }
  return drawn
}

function drawOn(services: Services, task: TaskView, day: string): string {
  const known = knownDrawing(services, task, day)
  if (known !== undefined) return known
  const html = joined(services.views.render('boards/_task', { task, today: day }))
  drawings(services).set(task.id, { version: task.version, day, html })
  return html
}

function knownDrawing(services: Services, { id, version }: TaskVersion, day: string): string | undefined {
  const drawing = drawings(services).get(id)
  return drawing?.version === version && drawing.day === day ? drawing.html : undefined
}

type TaskVersion = Pick<TaskKey, 'id' | 'version'>
