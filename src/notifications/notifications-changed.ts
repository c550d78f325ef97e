import * as z from 'zod'
import type { Draft } from '../platform/change.ts'
import { sqlRows, type Prisma, type Tx } from '../platform/db/index.ts'
import { strictIntegerId, textId } from '../platform/ids.ts'
import { job } from '../platform/jobs/job.ts'
import type { Services } from '../platform/services.ts'
import { describeChanged } from './inbox-changes.ts'
import { lockInboxes, raiseInboxVersions } from './inbox-versions.ts'
import { asViews, notificationFields, type NotificationRow } from './notification-view.ts'
import { toldAtOnce } from './notify.ts'

/** What is not what it was: for everyone who was told of it, or for one person alone. */
const source = z.union([
  z.strictObject({ messageId: textId }),
  z.strictObject({ commentId: textId }),
  z.strictObject({ taskId: strictIntegerId }),
  z.strictObject({ roomId: strictIntegerId }),
  z.strictObject({ roomId: strictIntegerId, recipientId: strictIntegerId }),
  z.strictObject({ boardId: strictIntegerId, recipientId: strictIntegerId }),
])

interface Payload {
  about: z.output<typeof source>
  /** Up to this one all were told: the rest is a job of its own. */
  behind?: { recipientId: number; position: number } | undefined
}

/**
 * Tells open inboxes that what their notifications tell of was changed, deleted, lost or found again. The rows stay what they are (an
 * inbox reads what was said where it was said) but for their version: so a page that was away is told, too.
 */
export const notificationsChanged = job({
  name: 'notifications-changed',
  input: z.object({
    about: source,
    behind: z.object({ recipientId: strictIntegerId, position: z.number().int() }).optional(),
  }),
  handle: tellChanged,
})

async function tellChanged(services: Services, draft: Draft, { about, behind }: Payload): Promise<void> {
  const { tx } = draft
  // Who is just being told of a place that they have lost: the notification is there when we have their inbox.
  if ('recipientId' in about) await lockInboxes(tx, [about.recipientId])
  const found = await findNext(tx, about, behind)
  const changed = found.slice(0, toldAtOnce)
  const last = changed.at(-1)
  if (!last) return
  const rows = await stamp(tx, changed)
  const views = await asViews(tx, rows)
  for (const [place, { recipientId }] of rows.entries()) {
    const view = views[place]
    if (view) draft.announce(`user:${recipientId}`, () => describeChanged(services, view))
  }
  const { recipientId, position } = last
  if (found.length > toldAtOnce) draft.enqueue(notificationsChanged, { about, behind: { recipientId, position } })
}

type Found = Pick<NotificationRow, 'id' | 'recipientId' | 'position'>

const inOrder: Prisma.NotificationOrderByWithRelationInput[] = [{ recipientId: 'asc' }, { position: 'asc' }]

/** The next ones in the order of the recipients' ids, one more than can be told now. */
function findNext(tx: Tx, about: Payload['about'], behind: Payload['behind']): Promise<Found[]> {
  const { recipientId, position } = behind ?? { recipientId: 0, position: 0 }
  const next = { OR: [{ recipientId: { gt: recipientId } }, { recipientId, position: { gt: position } }] }
  return tx.notification.findMany({
    where: { AND: [about, next] },
    orderBy: inOrder,
    take: toldAtOnce + 1,
    select: { id: true, recipientId: true, position: true },
  })
}

/** Gives notifications the next version of their inboxes, one for each inbox. @returns them as they are under its lock */
async function stamp(tx: Tx, found: Found[]): Promise<NotificationRow[]> {
  const recipientIds = [...new Set(found.map(({ recipientId }) => recipientId))]
  await lockInboxes(tx, recipientIds)
  await raiseInboxVersions(tx, recipientIds)
  const ids = found.map(({ id }) => id)
  const given = sqlRows(
    tx,
    { id: 'text' },
    ids.map((id) => ({ id })),
  )
  await tx.$executeRaw`
    UPDATE "Notification" SET "version" = (SELECT "inboxVersion" FROM "User" WHERE "User"."id" = "recipientId")
    WHERE "id" IN (SELECT "id" FROM ${given} AS given)`
  return tx.notification.findMany({ where: { id: { in: ids } }, orderBy: inOrder, select: notificationFields })
}
