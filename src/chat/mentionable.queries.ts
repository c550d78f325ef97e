import type { Person } from '../platform/actor.ts'
import { sqlRows, type Db, type Tx } from '../platform/db/index.ts'
import { byRoom } from './by-room.ts'

/** A name that a text in a room may mean. */
export interface NameInRoom {
  roomId: number
  /** Lower-cased. */
  usernameKey: string
}

/** Those who can be mentioned: they have one of these names, and see the room in which it was named. By room, in one statement. */
export async function mentionableByName(db: Db | Tx, names: NameInRoom[]): Promise<Map<number, Person[]>> {
  if (names.length === 0) return new Map()
  const given = sqlRows(db, { roomId: 'int', usernameKey: 'text' }, names)
  const found = await db.$queryRaw<(Person & { roomId: number })[]>`
    SELECT room."id" AS "roomId", person."id", person."username", person."displayName" FROM ${given} AS given
    JOIN "ChatRoom" room ON room."id" = given."roomId"
    JOIN "User" person ON person."usernameKey" = given."usernameKey" AND person."isDisabled" = FALSE
    JOIN "BoardMember" member
      ON member."boardId" = room."boardId" AND member."userId" = person."id" AND member."leftAt" IS NULL
    LEFT JOIN "ChatRoomMember" own
      ON own."roomId" = room."id" AND own."userId" = person."id" AND own."leftAt" IS NULL
    WHERE room."isPrivate" = FALSE OR own."userId" IS NOT NULL`
  const people = Array.from(byRoom(found), ([roomId, rows]): [number, Person[]] => [roomId, rows.map(withoutRoom)])
  return new Map(people)
}

function withoutRoom({ roomId: _roomId, ...person }: Person & { roomId: number }): Person {
  return person
}
