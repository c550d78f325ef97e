import * as z from 'zod'
import { NotificationType, type Prisma } from '../platform/db/index.ts'
import { integerId } from '../platform/ids.ts'

/** What of an inbox is shown, or marked. */
export interface InboxFilter {
  unreadOnly: boolean
  /** Of these kinds; none means of any. */
  types: NotificationType[]
  boardId: number | undefined
}

const known: readonly string[] = Object.values(NotificationType)

/** The kinds and the board of a filter, as they stand in an address or a form: what is empty does not filter. */
export const filterFields = {
  type: z
    .string('has to be text')
    .default('')
    .transform((text) => [...new Set(text.split(',').filter((word) => word !== ''))])
    .refine((words): words is NotificationType[] => words.every((word) => known.includes(word)), 'names no kind'),
  boardId: z.union([z.literal('').transform(() => undefined), integerId]).optional(),
}

/** The same, with the choice of the page. */
export const pageFilterFields = { ...filterFields, show: z.enum(['all', 'unread']).catch('all').default('all') }

export function pageFilter({ show, type, boardId }: z.output<z.ZodObject<typeof pageFilterFields>>): InboxFilter {
  return { unreadOnly: show === 'unread', types: type, boardId }
}

/** What of a person's notifications a filter lets through; for `where`. */
export function filtered(userId: number, { unreadOnly, types, boardId }: InboxFilter): Prisma.NotificationWhereInput {
  return {
    recipientId: userId,
    ...(unreadOnly ? { isRead: false } : {}),
    ...(types.length > 0 ? { type: { in: types } } : {}),
    ...(boardId === undefined ? {} : { boardId }),
  }
}

/** The address of the inbox with a filter on. */
export function inboxAddress({ unreadOnly, types, boardId }: InboxFilter, before?: number | null): string {
  const query = new URLSearchParams()
  if (unreadOnly) query.set('show', 'unread')
  if (types.length > 0) query.set('type', types.join(','))
  if (boardId !== undefined) query.set('boardId', String(boardId))
  if (before) query.set('before', String(before))
  // A comma may stand in a query as it is, and is easier to read.
  return query.size === 0 ? inboxPath : `${inboxPath}?${query.toString().replaceAll('%2C', ',')}`
}

const inboxPath = '/messaging/notifications/'
