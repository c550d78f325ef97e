import { findBoard } from '../boards/index.ts'
import { page, type Breadcrumb, type Reply } from '../platform/http/reply.ts'
import type { Services } from '../platform/services.ts'
import type { TaskAccess } from '../tasks/index.ts'
import type { CommentFacts } from './comments.queries.ts'
import { readThread, type ThreadOptions } from './thread.ts'

/** A thread's own page. */
export async function drawThreadPage(services: Services, access: TaskAccess, options: ThreadOptions): Promise<Reply> {
  const thread = await readThread(services, access, options)
  const way = await readWay(services, access)
  return page('comments/thread', {
    title: `Comments on ${way.task.title}`,
    pageKind: 'thread',
    breadcrumbs: [...way.breadcrumbs, { name: 'Comments' }],
    currentBoardId: access.board.boardId,
    locals: { thread, task: way.task },
  })
}

/** A task by its name, as of a version of its board. */
interface NamedTask {
  id: number
  title: string
  boardId: number
  boardVersion: number
}

/** A task, and the way to it. */
export async function readWay(
  { db }: Services,
  { taskId, board }: Pick<TaskAccess, 'taskId' | 'board'>,
): Promise<{ task: NamedTask; breadcrumbs: Breadcrumb[] }> {
  // The version first: what is read behind it is at least as new.
  const { id, name, version } = await findBoard(db, board)
  const { title } = await db.task.findUniqueOrThrow({ where: { id: taskId }, select: { title: true } })
  const breadcrumbs = [
    { name, href: `/boards/${id}/`, boardId: id },
    { name: `#${taskId} ${title}`, href: `/tasks/${taskId}/` },
  ]
  return { task: { id: taskId, title, boardId: id, boardVersion: version }, breadcrumbs }
}

/** The address that shows a comment where it stands in its thread. */
export function placeOf({ id, taskId }: Pick<CommentFacts, 'id' | 'taskId'>): string {
  return `/task/${taskId}/comments/?comment=${id}#comment-${id}`
}
