import * as z from 'zod'
import { deleteNotification, markRead, markUnread, notifyAgain } from '../../notifications/index.ts'
import { NotificationType, type Prisma } from '../../platform/db/index.ts'
import { onBoard } from '../board-field.ts'
import { adminModel, asTable, type Administration } from '../model.ts'
import { getPerson, usernameField } from '../person-field.ts'
import { uuidKey } from '../record-key.ts'
import { column, linkTo, linkToUser, optionsOf, stateOf } from '../shown.ts'

const select = {
  id: true,
  type: true,
  isRead: true,
  createdAt: true,
  recipient: { select: { id: true, username: true, displayName: true, isSiteAdmin: true } },
  sender: { select: { id: true, username: true } },
  board: { select: { id: true, name: true } },
} as const

type Row = Prisma.NotificationGetPayload<{ select: typeof select }>

const readForm = z.object({
  isRead: z
    .string()
    .optional()
    .transform((ticked) => ticked !== undefined),
})

const addedNotification = z.object({
  recipient: usernameField,
  about: z.string().trim().pipe(z.uuid('has to be the id of a message or a comment')),
})

export const notifications = adminModel<Row, z.output<typeof readForm>, z.output<typeof addedNotification>>({
  slug: 'notifications',
  one: 'notification',
  many: 'Notifications',
  group: 'Messaging',
  hint: 'What asks for somebody, in their inbox. They come by themselves; one that was deleted can be added again.',
  table: (db) => asTable(db.notification),
  key: uuidKey,
  select,
  titleOf: ({ type, recipient }) => `${type} for ${recipient.username}`,
  columns: [
    column('Kind', ({ type }) => type.replaceAll('_', ' ')),
    column('For', ({ recipient }) => linkToUser(recipient)),
    column('From', ({ sender }) => linkToUser(sender)),
    column('Board', ({ board }) => linkTo('boards', board.id, board.name)),
    column('Came', ({ createdAt }) => createdAt),
    column('State', ({ isRead }) => (isRead ? stateOf('', 'Read') : stateOf('good', 'Unread'))),
  ],
  order: [{ id: 'desc' }],
  search: ['recipient.username', 'sender.username', 'board.name'],
  isLarge: true,
  filters: [
    {
      name: 'kind',
      label: 'Kind',
      options: optionsOf(Object.values(NotificationType)).map((option) => ({
        ...option,
        where: { type: option.value },
      })),
    },
    {
      name: 'state',
      label: 'State',
      options: [
        { value: 'unread', label: 'Unread', where: { isRead: false } },
        { value: 'read', label: 'Read', where: { isRead: true } },
      ],
    },
  ],
  related: [{ name: 'user', where: (recipientId: number) => ({ recipientId }), newestBy: 'position' }, onBoard],
  form: {
    fields: [{ name: 'isRead', label: 'It was read', kind: 'checkbox' }],
    schema: readForm,
    valuesOf: ({ isRead }) => ({ isRead: isRead ? 'on' : '' }),
    save: ({ services, draft }, { id, recipient }, { isRead }) =>
      isRead ? markRead(services, draft, recipient, id) : markUnread(services, draft, recipient, id),
  },
  // Only what is true: it says that somebody asks for them.
  addition: {
    fields: [
      { name: 'recipient', label: 'For', kind: 'text', hint: 'The username of whom to tell.' },
      {
        name: 'about',
        label: 'Message or comment',
        kind: 'text',
        hint: 'The id of what mentions them, answers them or is about their task: it stands in the address of its page here.',
      },
    ],
    schema: addedNotification,
    async create(administration, { recipient, about }) {
      const { id: recipientId, username } = await getPerson(administration, recipient, 'recipient')
      const { id, type } = await notifyAgain(administration.services, administration.draft, recipientId, about)
      return { key: id, title: `${type} for ${username}` }
    },
  },
  actions: [
    {
      name: 'read',
      label: 'Mark as read',
      done: 'marked as read',
      explanation: 'They no longer count as unread for whom they came.',
      suits: ({ isRead }) => !isRead,
      run: ({ services, draft }: Administration, { id, recipient }) => markRead(services, draft, recipient, id),
    },
    {
      name: 'delete',
      label: 'Delete',
      done: 'deleted',
      explanation: 'It is gone from the inbox for good. What it tells of stays.',
      isDangerous: true,
      run: ({ services, draft }: Administration, { id, recipient }) =>
        deleteNotification(services, draft, recipient, id),
    },
  ],
})
