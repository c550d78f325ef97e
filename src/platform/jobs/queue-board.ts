import type { Queue } from 'bullmq'
import type { RequestHandler } from 'express'

/**
 * The pages of bull-board for these queues, where jobs that failed can be looked at and done again. Loaded when somebody opens them.
 * @param path where they are served: they link to themselves
 */
export async function openQueueBoard(queues: Queue[], path: string): Promise<RequestHandler> {
  const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/express'),
  ])
  const serverAdapter = new ExpressAdapter().setBasePath(path)
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue)),
    serverAdapter,
    options: { uiConfig: { boardTitle: 'TaskFlow', boardLogo: { path: '' } } },
  })
  return serverAdapter.getRouter() as RequestHandler
}
