import type { Draft } from '../platform/change.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { personFields } from '../users/index.ts'
import { describeActivity } from './activity-changes.ts'
import type { BoardAccess } from './boards.policy.ts'

/**
 * What somebody did on a board, in facts from which a sentence can be made later. Names are written down as they were: the thing may
 * be renamed or deleted since.
 */
export type Deed =
  | { type: 'board:created' | 'board:imported'; name: string }
  | { type: 'board:renamed'; before: string; after: string }
  | { type: 'board:described' }
  | { type: 'column:created' | 'column:moved' | 'column:archived' | 'column:restored' | 'column:deleted'; name: string }
  | { type: 'column:renamed'; before: string; after: string }
  | { type: 'column:limited'; name: string; limit: number | null }
  | { type: 'column:marked-done' | 'column:marked-open'; name: string }
  | { type: 'label:created' | 'label:deleted'; name: string }
  | { type: 'label:changed'; before: string; after: string }
  | { type: 'member:joined' | 'member:changed'; person: string; role: string }
  | { type: 'member:left' | 'member:removed' | 'board:handed-over'; person: string }
  | { type: 'invitation:created' | 'invitation:revoked'; role: string }
  | { type: 'room:created' | 'room:described' | 'room:archived' | 'room:restored' | 'room:deleted'; name: string }
  | { type: 'room:renamed'; before: string; after: string }
  | TaskDeed

/** What was done to one task. */
export type TaskDeed = { taskId: number; title: string } & (
  | { type: 'task:created'; column: string }
  | { type: 'task:moved'; from: string; to: string }
  | { type: 'task:renamed'; before: string }
  | { type: 'task:described' }
  | { type: 'task:prioritised'; priority: string | null }
  | { type: 'task:started'; day: string | null }
  | { type: 'task:due'; day: string | null }
  | { type: 'task:progressed'; progress: number }
  | { type: 'task:assigned' | 'task:unassigned'; people: string[] }
  | { type: 'task:labelled' | 'task:unlabelled'; labels: string[] }
  | { type: 'task:archived' | 'task:restored' | 'task:deleted' }
  | { type: 'step:added' | 'step:checked' | 'step:unchecked' | 'step:removed'; text: string }
  | { type: 'step:changed'; before: string; text: string }
)

/**
 * Writes down who did what, in the transaction of the deed, and tells the board.
 * @param version the board's version that the deed took
 */
export async function recordActivity(
  services: Services,
  { tx, announce }: Draft,
  { boardId, actor }: BoardAccess,
  version: number,
  deed: Deed,
): Promise<void> {
  const { type, ...facts } = deed
  // There is no way to a task that is gone.
  const taskId = 'taskId' in deed && deed.type !== 'task:deleted' ? deed.taskId : null
  const row = await tx.activity.create({
    data: { id: newId(), boardId, taskId, actorId: actor.id, type, facts: JSON.stringify(facts), version },
    select: activityFields,
  })
  announce(`board:${boardId}`, () => describeActivity(services, row))
}

/** What a line of activity shows; for `select`. */
export const activityFields = {
  id: true,
  boardId: true,
  taskId: true,
  type: true,
  facts: true,
  version: true,
  createdAt: true,
  actor: { select: personFields },
} as const
