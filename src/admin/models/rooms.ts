import type * as z from 'zod'
import { boardEditor } from '../../boards/index.ts'
import {
  archiveRoom,
  changeRoom,
  createRoom,
  deleteRoom,
  restoreRoom,
  roomDeleter,
  roomEditor,
  roomForm,
} from '../../chat/index.ts'
import type { Prisma } from '../../platform/db/index.ts'
import { integerId } from '../../platform/ids.ts'
import { archiveFilter, archivingActions } from '../archiving.ts'
import { boardField, onBoard } from '../board-field.ts'
import { adminModel, asTable, type Field } from '../model.ts'
import { numberKey } from '../record-key.ts'
import { archiveState, column, linkTo } from '../shown.ts'

const select = {
  id: true,
  name: true,
  description: true,
  isPrivate: true,
  messageCount: true,
  archivedAt: true,
  createdAt: true,
  board: { select: { id: true, name: true } },
  _count: { select: { members: { where: { leftAt: null } } } },
} as const

type Row = Prisma.ChatRoomGetPayload<{ select: typeof select }>

const fields: Field[] = [
  { name: 'name', label: 'Name', kind: 'text' },
  { name: 'description', label: 'What it is for', kind: 'textarea', optional: true },
]
/** An open one: a private room is made by those who will be in it. */
const addedRoom = roomForm.extend({ boardId: integerId })

export const rooms = adminModel<Row, z.output<typeof roomForm>, z.output<typeof addedRoom>>({
  slug: 'rooms',
  one: 'chat room',
  many: 'Chat rooms',
  relatedName: 'room',
  group: 'Messaging',
  hint: 'Where a board is talked about: open to it, or private. Private ones are made by those who are to be in them.',
  table: (db) => asTable(db.chatRoom),
  key: numberKey,
  select,
  where: { deletedAt: null },
  titleOf: ({ name }) => name,
  columns: [
    column('Name', ({ name }) => name, 'name'),
    column('Board', ({ board }) => linkTo('boards', board.id, board.name), 'board.name'),
    column('Open to', ({ isPrivate }) => (isPrivate ? 'Its members' : 'The board'), 'isPrivate'),
    column('People', ({ _count }) => _count.members),
    column('Messages', ({ messageCount }) => messageCount, 'messageCount'),
    column('State', ({ archivedAt }) => archiveState(archivedAt), 'archivedAt?'),
    column('Made', ({ createdAt }) => createdAt, 'createdAt'),
  ],
  order: [{ board: { name: 'asc' } }, { name: 'asc' }],
  search: ['name', 'description', 'board.name'],
  filters: [
    {
      name: 'kind',
      label: 'Open to',
      options: [
        { value: 'open', label: 'The board', where: { isPrivate: false } },
        { value: 'private', label: 'Its members', where: { isPrivate: true } },
      ],
    },
    archiveFilter,
  ],
  related: [onBoard],
  form: {
    fields,
    schema: roomForm,
    valuesOf: ({ name, description }) => ({ name, description }),
    save: async ({ services, draft, administrator }, { id }, input) =>
      changeRoom(services, draft, await roomEditor(services, administrator, { roomId: id }), input),
  },
  addition: {
    fields: [boardField, ...fields],
    schema: addedRoom,
    async create({ services, draft, administrator }, { boardId, ...room }) {
      const access = await boardEditor(services, administrator, { boardId })
      const { id } = await createRoom(services, draft, access, room)
      return { key: String(id), title: room.name }
    },
  },
  actions: [
    ...archivingActions<Row>({
      away: 'It can be read, and nothing can be written there until it is restored.',
      back: 'It comes back for all who were in it.',
      archive: async ({ services, draft, administrator }, { id }) =>
        archiveRoom(services, draft, await roomEditor(services, administrator, { roomId: id })),
      restore: async ({ services, draft, administrator }, { id }) =>
        restoreRoom(services, draft, await roomEditor(services, administrator, { roomId: id })),
    }),
    {
      name: 'delete',
      label: 'Delete',
      done: 'deleted',
      explanation: 'It is gone for good, with all that was said in it. Whoever has it open is told.',
      isDangerous: true,
      async hangs(db, { id: roomId }) {
        const [messages, people] = await Promise.all([
          db.chatMessage.count({ where: { roomId } }),
          db.chatRoomMember.count({ where: { roomId, leftAt: null } }),
        ])
        return [
          { what: 'messages', count: messages, fate: 'goes' },
          { what: 'places of people in it', count: people, fate: 'goes' },
        ]
      },
      async run({ services, draft, administrator }, { id }) {
        const access = await roomDeleter(services, administrator, { roomId: id })
        await archiveRoom(services, draft, access)
        await deleteRoom(services, draft, access)
      },
    },
  ],
})
