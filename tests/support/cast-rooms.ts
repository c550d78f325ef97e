import type { Db } from '../../src/platform/db/index.ts'
import type { TestBoard, TestPerson } from './makers.ts'

/** Rooms of the cast's board besides its first one. */
export interface CastRooms {
  /** For addresses: a room in the archive, a private room of all, and one of all but the extra. */
  places: { archivedRoomId: number; privateRoomId: number; smallRoomId: number }
  /** Makes all rooms, and who is in them, what they were. */
  restore(): Promise<void>
}

/** Makes them; everyone is in the first room and the archived one. */
export async function makeCastRooms(
  db: Db,
  { id: boardId, roomId }: TestBoard,
  everyone: TestPerson[],
  extra: TestPerson,
): Promise<CastRooms> {
  const all = [...everyone, extra]
  const make = (name: string, people: TestPerson[], fields: { isPrivate?: boolean; archivedAt?: Date }) =>
    db.chatRoom.create({
      data: {
        boardId,
        name,
        nameKey: name,
        boardVersion: 1,
        createdById: everyone[0]?.id ?? 0,
        ...fields,
        members: { create: people.map(({ id: userId }) => ({ userId })) },
      },
    })
  const archived = await make('put-away', all, { archivedAt: new Date('2026-03-12T10:00:00Z') })
  const secret = await make('private', all, { isPrivate: true })
  const small = await make('small', everyone, { isPrivate: true })
  const first = await db.chatRoom.findUniqueOrThrow({ where: { id: roomId } })
  const rooms = [first, archived, secret, small]
  const members = await db.chatRoomMember.findMany({ where: { room: { boardId } } })
  return {
    places: { archivedRoomId: archived.id, privateRoomId: secret.id, smallRoomId: small.id },
    async restore() {
      for (const { id, name, nameKey, description, archivedAt, deletedAt } of rooms)
        await db.chatRoom.update({ where: { id }, data: { name, nameKey, description, archivedAt, deletedAt } })
      await db.chatRoomMember.deleteMany({ where: { room: { boardId } } })
      await db.chatRoomMember.createMany({ data: members })
    },
  }
}
