// Rows for the tests of this folder.
import type { Board, ChatRoom, Db, Row, User } from '../../../src/platform/db/index.ts'
import { newId } from '../../../src/platform/ids.ts'

// async, because a query of Prisma's is sent only when somebody waits for it: this one is on its way at once.
export async function createUser(db: Pick<Db, 'user'>, username = `user-${newId()}`): Promise<User> {
  return db.user.create({ data: { username, usernameKey: username, displayName: username, passwordHash: '' } })
}

export async function createBoard(db: Db): Promise<Board> {
  const { id } = await createUser(db)
  return db.board.create({ data: { name: 'A board', createdById: id } })
}

export async function createRoom(db: Db): Promise<ChatRoom> {
  const { id, createdById } = await createBoard(db)
  return db.chatRoom.create({ data: { boardId: id, name: 'A room', nameKey: 'a room', boardVersion: 1, createdById } })
}

export function messageRow(room: ChatRoom, position: number): Row<'ChatMessage'> {
  return {
    id: newId(),
    roomId: room.id,
    authorId: room.createdById,
    content: `Message ${position}`,
    clientId: newId(),
    position,
    ordinal: position,
    version: position,
    mentionsRoom: false,
    createdAt: new Date(),
    editedAt: null,
    deletedAt: null,
  }
}
