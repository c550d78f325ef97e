import { allRoutes } from '../../src/app/http.ts'
import { readConfig } from '../../src/app/config.ts'
import type { Db } from '../../src/platform/db/index.ts'
import type { AnyRoute } from '../../src/platform/http/route.ts'

/** All addresses that a web process serves, but for those of `/healthz` and `/readyz`. */
export const routes: AnyRoute[] = allRoutes(readConfig({}))

export const unsafeRoutes = routes.filter(({ method }) => method !== 'get')

/** How a route is called in tables: `post /boards/create/`. */
export function nameOf({ method, path }: AnyRoute): string {
  return `${method} ${path}`
}

/** Puts values into an address: `:boardId` becomes the board's id. */
export function fill(path: string, values: Record<string, string | number>): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => String(values[name]))
}

export function isApi({ path }: AnyRoute): boolean {
  return path.startsWith('/api/v1/')
}

/** Everything that people have made, to see that nothing of it has changed. */
export async function everything(db: Db): Promise<object> {
  return {
    users: await db.user.findMany({ orderBy: { id: 'asc' } }),
    boards: await db.board.findMany({ orderBy: { id: 'asc' } }),
    members: await db.boardMember.findMany({ orderBy: [{ boardId: 'asc' }, { userId: 'asc' }] }),
    invitations: await db.boardInvitation.findMany({ orderBy: { id: 'asc' } }),
    columns: await db.column.findMany({ orderBy: { id: 'asc' } }),
    labels: await db.label.findMany({ orderBy: { id: 'asc' } }),
    tasks: await db.task.findMany({ orderBy: { id: 'asc' }, include: { labels: true, assignees: true } }),
    steps: await db.checklistStep.findMany({ orderBy: { id: 'asc' } }),
    activities: await db.activity.findMany({ orderBy: { id: 'asc' } }),
    rooms: await db.chatRoom.findMany({ orderBy: { id: 'asc' } }),
    roomMembers: await db.chatRoomMember.findMany({ orderBy: [{ roomId: 'asc' }, { userId: 'asc' }] }),
    messages: await db.chatMessage.findMany({ orderBy: { id: 'asc' } }),
    notifications: await db.notification.findMany({ orderBy: { id: 'asc' } }),
  }
}
