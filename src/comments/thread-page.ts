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

/** A task, and the way to it. */
export async function readWay(
  { db }: Services,
  { taskId, board }: Pick<TaskAccess, 'taskId' | 'board'>,
): Promise<{ task: { id: number; title: string }; breadcrumbs: Breadcrumb[] }> {
  const [{ id, name }, task] = await Promise.all([
    findBoard(db, board),
    db.task.findUniqueOrThrow({ where: { id: taskId }, select: { id: true, title: true } }),
  ])
  const breadcrumbs = [
    { name, href: `/boards/${id}/`, boardId: id },
    { name: `#${taskId} ${task.title}`, href: `/tasks/${taskId}/` },
  ]
  return { task, breadcrumbs }
}

/** The address that shows a comment where it stands in its thread. */
export function placeOf({ id, taskId }: Pick<CommentFacts, 'id' | 'taskId'>): string {
  return `/task/${taskId}/comments/?comment=${id}#comment-${id}`
}
