import { canEdit, findBoard, membersOf, taskActivity, type ActivityView, type BoardView } from '../boards/index.ts'
import type { Person } from '../platform/actor.ts'
import { renderMarkdown } from '../platform/markdown.ts'
import type { Services } from '../platform/services.ts'
import { labelsOf, type LabelView } from '../labels/index.ts'
import type { TaskAccess } from './tasks.policy.ts'
import { columnsOf, type ColumnView } from './columns.queries.ts'
import { getTaskDetails, type TaskDetails } from './tasks.queries.ts'

/** A task with all that can be chosen for it, as its sheet shows it. */
export interface TaskSheet {
  /** Its version was read first: what changes in between is told live, once more at worst. */
  board: BoardView
  task: TaskDetails
  /** Harmless HTML. */
  description: string
  columns: ColumnView[]
  /** Those on the board, and whoever has the task though they left. */
  people: Person[]
  labels: LabelView[]
  activity: ActivityView[]
  /** Where older activity begins; null when this is all. */
  activityBefore: number | null
  canEdit: boolean
}

/** Reads a task's sheet. `before` is the version at which the newer page of its activity ended. */
export async function readSheet(
  { db }: Services,
  { taskId, board: access }: TaskAccess,
  before?: number,
): Promise<TaskSheet> {
  const board = await findBoard(db, access)
  const [task, columns, members, labels, { items, nextCursor }] = await Promise.all([
    getTaskDetails(db, taskId),
    columnsOf(db, access),
    membersOf(db, access),
    labelsOf(db, access.boardId),
    taskActivity(db, taskId, before),
  ])
  return {
    board,
    task,
    description: renderMarkdown(task.description),
    columns,
    people: together(
      members.map(({ person }) => person),
      task.assignees,
    ),
    labels,
    activity: items,
    activityBefore: nextCursor,
    canEdit: canEdit(access.role),
  }
}

function together(members: Person[], assignees: Person[]): Person[] {
  return [...members, ...assignees.filter(({ id }) => !members.some((member) => member.id === id))]
}
