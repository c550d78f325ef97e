import { findBoard } from '../boards/index.ts'
import { page, type Breadcrumb, type Reply } from '../platform/http/reply.ts'
import type { Services } from '../platform/services.ts'
import { getTask, type TaskAccess } from '../tasks/index.ts'
import type { CommentFacts } from './comments.queries.ts'
import { readThread, type ThreadOptions } from './thread.ts'

/** A thread's own page. */
export async function drawThreadPage(services: Services, access: TaskAccess, options: ThreadOptions): Promise<Reply> {
  const thread = await readThread(services, access, options)
  const task = await getTask(services.db, access.taskId)
  return page('comments/thread', {
    title: `Comments on ${task.title}`,
    pageKind: 'thread',
    breadcrumbs: [...(await crumbsTo(services, access)), { name: 'Comments' }],
    currentBoardId: access.board.boardId,
    locals: { thread, task },
  })
}

/** The way to a task. */
export async function crumbsTo({ db }: Services, { taskId, board }: TaskAccess): Promise<Breadcrumb[]> {
  const [{ id, name }, { title }] = await Promise.all([findBoard(db, board), getTask(db, taskId)])
  return [
    { name, href: `/boards/${id}/`, boardId: id },
    { name: `#${taskId} ${title}`, href: `/tasks/${taskId}/` },
  ]
}

/** The address that shows a comment where it stands in its thread. */
export function placeOf({ id, taskId }: Pick<CommentFacts, 'id' | 'taskId'>): string {
  return `/task/${taskId}/comments/?comment=${id}#comment-${id}`
}
