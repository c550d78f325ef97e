import * as z from 'zod'
import { roomPoster, showTyping } from '../../chat/index.ts'
import type { Prisma } from '../../platform/db/index.ts'
import { integerId } from '../../platform/ids.ts'
import { adminModel, asTable } from '../model.ts'
import { getPerson, usernameField } from '../person-field.ts'
import { pairKey } from '../record-key.ts'
import { column, linkTo, linkToUser } from '../shown.ts'

const select = {
  roomId: true,
  userId: true,
  lastUpdate: true,
  room: { select: { name: true } },
  user: { select: { id: true, username: true } },
} as const

type Row = Prisma.UserTypingStatusGetPayload<{ select: typeof select }>

const addedStatus = z.object({ roomId: integerId, person: usernameField })

export const typingStatuses = adminModel<Row, unknown, z.output<typeof addedStatus>>({
  slug: 'typing-statuses',
  one: 'typing status',
  many: 'Typing statuses',
  group: 'Messaging',
  hint: 'Who typed last, in which room. They come and go by themselves; the schedule clears what was left behind.',
  table: (db) => asTable(db.userTypingStatus),
  key: pairKey('roomId', 'userId'),
  select,
  titleOf: ({ user, room }) => `${user.username} in ${room.name}`,
  columns: [
    column('Person', ({ user }) => user.username, 'user.usernameKey'),
    column('Room', ({ roomId, room }) => linkTo('rooms', roomId, room.name), 'room.name'),
    column('Last typed', ({ lastUpdate }) => lastUpdate, 'lastUpdate'),
    column('Account', ({ user }) => linkToUser(user)),
  ],
  order: [{ lastUpdate: 'desc' }],
  search: ['user.username', 'room.name'],
  related: [{ name: 'room', where: (roomId: number) => ({ roomId }) }],
  addition: {
    fields: [
      { name: 'roomId', label: 'Room', kind: 'number', hint: 'Its number, as in /messaging/room/7/.' },
      {
        name: 'person',
        label: 'Who types',
        kind: 'text',
        hint: 'The username of somebody who may write there. The room shows it for some seconds.',
      },
    ],
    schema: addedStatus,
    async create(administration, { roomId, person }) {
      const { services, draft } = administration
      const access = await roomPoster(services, await getPerson(administration, person, 'person'), { roomId })
      await showTyping(services, draft, access)
      const { id, username } = access.board.actor
      return { key: `${roomId}-${id}`, title: `${username} in ${access.room.name}` }
    },
  },
  actions: [
    {
      name: 'delete',
      label: 'Delete',
      done: 'deleted',
      explanation: 'The row is gone until the person types again.',
      isDangerous: true,
      run: ({ draft }, { roomId, userId }) => draft.tx.userTypingStatus.deleteMany({ where: { roomId, userId } }),
    },
  ],
})
