import type { Db } from './open-database.ts'

/**
 * Runs one query of each kind, changing nothing. The first ones load and warm Prisma's query compiler, for tens of
 * milliseconds: better before listening than in somebody's request.
 */
export async function warmUp(db: Db): Promise<void> {
  await db.board.findMany({ where: { id: 0 }, include: { rooms: true, members: { include: { user: true } } } })
  await db.$transaction(async (tx) => {
    await tx.board.updateMany({ where: { id: 0 }, data: { version: { increment: 1 } } })
    await tx.chatMessage.findFirst({ where: { id: '' }, include: { author: true } })
  })
}
