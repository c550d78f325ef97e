import type * as z from 'zod'
import {
  deleteMessage,
  editMessage,
  messageDeleter,
  messageEdit,
  messageEditor,
  newMessage,
  postMessageIn,
  roomPoster,
} from '../../chat/index.ts'
import type { Prisma } from '../../platform/db/index.ts'
import { integerId, newId, positionInAddress } from '../../platform/ids.ts'
import { excerptOfMarkdown } from '../../platform/markdown.ts'
import { adminModel, asTable } from '../model.ts'
import { authorField, getPerson, usernameField } from '../person-field.ts'
import { uuidKey } from '../record-key.ts'
import { column, linkTo, linkToUser, saidState } from '../shown.ts'

const select = {
  id: true,
  content: true,
  version: true,
  createdAt: true,
  editedAt: true,
  deletedAt: true,
  author: { select: { id: true, username: true } },
  room: { select: { id: true, name: true, board: { select: { name: true } } } },
} as const

/** As a form sends it: the version in digits. */
const messageEditForm = messageEdit.extend({ version: positionInAddress })

const addedMessage = newMessage.pick({ content: true }).extend({ roomId: integerId, author: usernameField })

type Row = Prisma.ChatMessageGetPayload<{ select: typeof select }>

export const messages = adminModel<Row, z.output<typeof messageEdit>, z.output<typeof addedMessage>>({
  slug: 'messages',
  one: 'chat message',
  many: 'Chat messages',
  group: 'Messaging',
  hint: 'What was said in rooms, private ones too.',
  table: (db) => asTable(db.chatMessage),
  key: uuidKey,
  select,
  where: { room: { deletedAt: null } },
  // Not its words: they would stay in the audit log when it is deleted.
  titleOf: ({ author, room }) => `${author.username} in ${room.board.name} # ${room.name}`,
  columns: [
    column('Message', ({ content, deletedAt }) => (deletedAt ? '(deleted)' : excerptOfMarkdown(content, 80))),
    column('By', ({ author }) => linkToUser(author)),
    column('Room', ({ room }) => linkTo('rooms', room.id, `${room.board.name} # ${room.name}`)),
    column('Said', ({ createdAt }) => createdAt),
    column('State', saidState),
  ],
  order: [{ id: 'desc' }],
  search: ['content', 'author.username', 'room.name'],
  isLarge: true,
  filters: [
    {
      name: 'state',
      label: 'State',
      options: [
        { value: 'readable', label: 'Can be read', where: { deletedAt: null } },
        { value: 'deleted', label: 'Deleted', where: { deletedAt: { not: null } } },
      ],
    },
  ],
  related: [
    { name: 'room', where: (roomId: number) => ({ roomId }), newestBy: 'position' },
    { name: 'user', where: (authorId: number) => ({ authorId }) },
  ],
  form: {
    fields: [
      { name: 'content', label: 'Message', kind: 'textarea', hint: 'Markdown. It will say that it was edited.' },
    ],
    schema: messageEditForm,
    valuesOf: ({ content }) => ({ content }),
    begunFrom: ({ version }) => ({ version: String(version) }),
    suits: ({ deletedAt }) => !deletedAt,
    save: async ({ services, draft, administrator }, { id }, input) =>
      editMessage(services, draft, await messageEditor(services, administrator, { messageId: id }), input),
  },
  addition: {
    fields: [
      { name: 'roomId', label: 'Room', kind: 'number', hint: 'Its number, as in /messaging/room/7/.' },
      authorField,
      { name: 'content', label: 'Message', kind: 'textarea', hint: 'Markdown.' },
    ],
    schema: addedMessage,
    async create(administration, { roomId, author, content }) {
      const { services, draft } = administration
      const access = await roomPoster(services, await getPerson(administration, author, 'author'), { roomId })
      const { id } = await postMessageIn(services, draft, access, { content, clientId: newId() })
      return { key: id, title: `${access.board.actor.username} in ${access.boardName} # ${access.room.name}` }
    },
  },
  actions: [
    {
      name: 'delete',
      label: 'Delete',
      done: 'deleted',
      explanation: 'What it said is gone for good. Its line stays, and says that it was deleted.',
      isDangerous: true,
      suits: ({ deletedAt }) => !deletedAt,
      run: async ({ services, draft, administrator }, { id }) =>
        deleteMessage(services, draft, await messageDeleter(services, administrator, { messageId: id })),
    },
  ],
})
