import type * as z from 'zod'
import { invited, inviteToRoom, removeFromRoom, roomEditor } from '../../chat/index.ts'
import type { Prisma } from '../../platform/db/index.ts'
import { integerId } from '../../platform/ids.ts'
import { adminModel, asTable } from '../model.ts'
import { pairKey } from '../record-key.ts'
import { column, linkTo, linkToUser } from '../shown.ts'

const select = {
  roomId: true,
  userId: true,
  joinedAt: true,
  isMuted: true,
  room: { select: { name: true, isPrivate: true, board: { select: { name: true } } } },
  user: { select: { id: true, username: true } },
} as const

type Row = Prisma.ChatRoomMemberGetPayload<{ select: typeof select }>

const addedMember = invited.extend({ roomId: integerId })

export const roomMembers = adminModel<Row, unknown, z.output<typeof addedMember>>({
  slug: 'room-members',
  one: 'room member',
  many: 'Room members',
  group: 'Messaging',
  hint: 'Who is in which room.',
  table: (db) => asTable(db.chatRoomMember),
  key: pairKey('roomId', 'userId'),
  select,
  where: { leftAt: null, room: { deletedAt: null } },
  titleOf: ({ user, room }) => `${user.username} in ${room.name}`,
  columns: [
    column('Person', ({ user }) => user.username, 'user.usernameKey'),
    column('Room', ({ roomId, room }) => linkTo('rooms', roomId, `${room.board.name} # ${room.name}`), 'room.name'),
    column('Muted', ({ isMuted }) => (isMuted ? 'Yes' : 'No'), 'isMuted'),
    column('Came', ({ joinedAt }) => joinedAt, 'joinedAt'),
    column('Account', ({ user }) => linkToUser(user)),
  ],
  order: [{ roomId: 'asc' }, { joinedAt: 'asc' }],
  search: ['user.username', 'user.displayName', 'room.name'],
  related: [
    { name: 'room', where: (roomId: number) => ({ roomId }) },
    { name: 'user', where: (userId: number) => ({ userId }) },
  ],
  addition: {
    fields: [
      { name: 'roomId', label: 'Room', kind: 'number', hint: 'Its number, as in /messaging/room/7/.' },
      { name: 'username', label: 'Username', kind: 'text', hint: 'Of somebody on the room’s board.' },
    ],
    schema: addedMember,
    async create({ services, draft, administrator }, { roomId, username }) {
      const access = await roomEditor(services, administrator, { roomId })
      const { userId } = await inviteToRoom(services, draft, access, { username })
      return { key: `${roomId}-${userId}`, title: `${username} in room ${roomId}` }
    },
  },
  actions: [
    {
      name: 'delete',
      label: 'Take out of the room',
      done: 'taken out',
      suits: ({ room }) => room.isPrivate,
      explanation: 'They lose the private room. Everyone on the board may be in an open one.',
      isDangerous: true,
      run: async ({ services, draft, administrator }, { roomId, userId }) =>
        removeFromRoom(services, draft, await roomEditor(services, administrator, { roomId }), userId),
    },
  ],
})
