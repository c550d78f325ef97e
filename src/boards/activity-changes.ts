import type { Person } from '../platform/actor.ts'
import type { LiveChange } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import { activityFields } from './activity.ts'
import { sentenceOf, type Sentence } from './activity-words.ts'
import type { ReadBoardChanges } from './board-changes.ts'

/** A deed as its row has it. */
export interface ActivityRow {
  id: string
  boardId: number
  taskId: number | null
  type: string
  facts: string
  version: number
  createdAt: Date
  actor: Person
}

/** A line of a board's or a task's history. */
export interface ActivityView {
  id: string
  taskId: number | null
  type: string
  actor: Person
  sentence: Sentence
  version: number
  createdAt: Date
}

/**
 * A row as its template wants it.
 * @param isOnTaskPage where the task need not be named
 */
export function asActivity(row: ActivityRow, isOnTaskPage = false): ActivityView {
  const { id, taskId, type, actor, version, createdAt } = row
  const facts = JSON.parse(row.facts) as Record<string, unknown>
  return {
    id,
    taskId,
    type,
    actor,
    sentence: sentenceOf({ type, facts, taskId, actor }, isOnTaskPage),
    version,
    createdAt,
  }
}

/** A deed, told to the board's page of activity. */
export function describeActivity({ views }: Services, row: ActivityRow): LiveChange {
  const activity = asActivity(row)
  const html = views.render('boards/_activity', { activity })
  return {
    type: 'activity:recorded',
    version: row.version,
    activity: { id: row.id, taskId: row.taskId, type: row.type, actor: row.actor },
    patches: [{ op: 'append', target: `#board-${row.boardId}-activity`, html }],
  }
}

/** Deeds since a version. */
export const readActivityChanges: ReadBoardChanges = async (services, boardId, since, limit) => {
  const rows = await services.db.activity.findMany({
    where: { boardId, version: { gt: since } },
    orderBy: [{ version: 'asc' }, { id: 'asc' }],
    take: limit,
    select: activityFields,
  })
  return rows.map((row) => describeActivity(services, row))
}
