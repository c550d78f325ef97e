import type * as z from 'zod'
import { boardOwner, changeBoard, createBoard, deleteBoard, longestDeletionMs, newBoard } from '../../boards/index.ts'
import { notifyAdded } from '../../notifications/index.ts'
import type { Prisma } from '../../platform/db/index.ts'
import { adminModel, asTable, type Field } from '../model.ts'
import { getPerson, usernameField } from '../person-field.ts'
import { numberKey } from '../record-key.ts'
import { column, linkToUser } from '../shown.ts'

const select = {
  id: true,
  name: true,
  description: true,
  createdAt: true,
  members: { where: { role: 'owner', leftAt: null }, select: { user: { select: { id: true, username: true } } } },
  _count: { select: { members: { where: { leftAt: null } }, tasks: { where: { deletedAt: null } } } },
} as const

type Row = Prisma.BoardGetPayload<{ select: typeof select }>

const fields: Field[] = [
  { name: 'name', label: 'Name', kind: 'text' },
  { name: 'description', label: 'What it is for', kind: 'textarea', optional: true },
]
const addedBoard = newBoard.extend({ owner: usernameField })

export const boards = adminModel<Row, z.output<typeof newBoard>, z.output<typeof addedBoard>>({
  slug: 'boards',
  one: 'board',
  many: 'Boards',
  relatedName: 'board',
  group: 'Boards',
  hint: 'Each with its columns, tasks, rooms and people.',
  table: (db) => asTable(db.board),
  key: numberKey,
  select,
  titleOf: ({ name }) => name,
  columns: [
    column('Name', ({ name }) => name, 'name'),
    column('Owner', ({ members }) => linkToUser(members[0]?.user ?? null)),
    column('People', ({ _count }) => _count.members),
    column('Tasks', ({ _count }) => _count.tasks),
    column('Made', ({ createdAt }) => createdAt, 'createdAt'),
  ],
  order: [{ name: 'asc' }],
  search: ['name', 'description'],
  related: [{ name: 'user', where: (userId: number) => ({ members: { some: { userId, leftAt: null } } }) }],
  form: {
    fields,
    schema: newBoard,
    valuesOf: ({ name, description }) => ({ name, description }),
    save: async ({ services, draft, administrator }, { id }, input) =>
      changeBoard(services, draft, await boardOwner(services, administrator, { boardId: id }), input),
  },
  addition: {
    fields: [...fields, { name: 'owner', label: 'Owner', kind: 'text', hint: 'The username of whose board it is.' }],
    schema: addedBoard,
    async create(administration, { owner, ...board }) {
      const { services, draft, administrator } = administration
      const person = await getPerson(administration, owner, 'owner')
      const { id } = await createBoard(services, draft, person, board)
      if (person.id !== administrator.id)
        draft.enqueue(notifyAdded, { userId: person.id, boardId: id, senderId: administrator.id, version: 1 })
      return { key: String(id), title: board.name }
    },
  },
  actions: [
    {
      name: 'delete',
      label: 'Delete',
      done: 'deleted',
      explanation: 'The board is gone for good, with all that is on it. Whoever has it open is told.',
      isDangerous: true,
      timeoutMs: longestDeletionMs,
      async hangs(db, { id: boardId }) {
        const on = { where: { boardId } }
        const [columns, tasks, labels, comments, rooms, messages, notifications, invitations, people] =
          await Promise.all([
            db.column.count({ where: { boardId, deletedAt: null } }),
            db.task.count({ where: { boardId, deletedAt: null } }),
            db.label.count(on),
            db.taskThreadComment.count({ where: { task: { boardId } } }),
            db.chatRoom.count({ where: { boardId, deletedAt: null } }),
            db.chatMessage.count({ where: { room: { boardId } } }),
            db.notification.count(on),
            db.boardInvitation.count(on),
            db.boardMember.count({ where: { ...on.where, leftAt: null } }),
          ])
        const counts = { columns, tasks, labels, comments, rooms, messages, notifications, invitations }
        return Object.entries({ ...counts, 'places of people on it': people }).map(([what, count]) => ({
          what,
          count,
          fate: 'goes',
        }))
      },
      run: async ({ services, draft, administrator }, { id }) =>
        deleteBoard(services, draft, await boardOwner(services, administrator, { boardId: id })),
    },
  ],
})
