import type { Db, LabelColour, Tx } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'

/** A label as a task shows it. */
export interface LabelView {
  id: number
  name: string
  colour: LabelColour
}

/** A label on the page where labels are made and changed. */
export interface LabelRow extends LabelView {
  /** How many tasks carry it, those in the archive among them. */
  taskCount: number
}

/** What of a label is shown; for `select`. */
export const labelFields = { id: true, name: true, colour: true } as const

/** A board's labels, by name. */
export async function labelsOf(db: Db | Tx, boardId: number): Promise<LabelView[]> {
  const labels = await db.label.findMany({ where: { boardId }, select: labelFields })
  return labels.toSorted(byName)
}

/** A board's labels, by name, each with the number of tasks that carry it. */
export async function labelRows(db: Db, boardId: number): Promise<LabelRow[]> {
  const labels = await db.$queryRaw<(LabelView & { taskCount: bigint })[]>`
    SELECT label."id", label."name", label."colour", (
      SELECT COUNT(*) FROM "TaskLabel" given JOIN "Task" task ON task."id" = given."taskId"
      WHERE given."labelId" = label."id" AND task."deletedAt" IS NULL) AS "taskCount"
    FROM "Label" label
    WHERE label."boardId" = ${boardId}`
  return labels.map((label) => ({ ...label, taskCount: Number(label.taskCount) })).toSorted(byName)
}

/**
 * One label, as it is now.
 * @throws {NotFound} when it was deleted since the door was passed
 */
export async function getLabel(db: Db | Tx, labelId: number): Promise<LabelView> {
  const label = await db.label.findUnique({ where: { id: labelId }, select: labelFields })
  if (!label) throw new NotFound()
  return label
}

// In the program, because the databases disagree on the order of names.
const collator = new Intl.Collator('en')

function byName(one: LabelView, other: LabelView): number {
  return collator.compare(one.name, other.name) || one.id - other.id
}
