import { hash } from '@node-rs/argon2'
import { boardEditor, createBoard, enterOpenRooms } from '../../src/boards/index.ts'
import { createRoom } from '../../src/chat/index.ts'
import type { Actor } from '../../src/platform/actor.ts'
import { change } from '../../src/platform/change.ts'
import type { BoardRole } from '../../src/platform/db/index.ts'
import type { Services } from '../../src/platform/services.ts'
import { createUser } from '../../src/users/index.ts'
import type { Visitor } from './visitor.ts'

/** Everybody's. */
export const password = 'correct horse battery'

export interface TestPerson extends Actor {
  /** Signed in. */
  visitor: Visitor
}

export interface TestBoard {
  id: number
  /** The room that the board came with. */
  roomId: number
  columnIds: number[]
}

/** Quick ways to what a test begins with. */
export interface Makers {
  /** Somebody with an account, signed in. The first one is no administrator either. */
  person(username: string): Promise<TestPerson>
  /** The same, and a site administrator. */
  administrator(username: string): Promise<TestPerson>
  /** A board of `owner`, with others on it. */
  board(owner: Actor, others?: [Actor, Exclude<BoardRole, 'owner'>][]): Promise<TestBoard>
  room(owner: Actor, boardId: number, name: string): Promise<number>
}

// A hash that takes long, on purpose, says how long: with this one signing in through the form takes a moment.
const quick = { memoryCost: 8, timeCost: 1, parallelism: 1 }
let hashed: Promise<string> | undefined

export function createMakers(services: Services, visitor: () => Visitor): Makers {
  const make = async (username: string, isSiteAdmin: boolean): Promise<TestPerson> => {
    const displayName = username.charAt(0).toUpperCase() + username.slice(1)
    hashed ??= hash(password, quick)
    const passwordHash = await hashed
    const { id } = await change(services, ({ tx }) =>
      createUser(tx, { username, displayName, email: undefined, passwordHash }, { isSiteAdmin }),
    )
    return { id, username, displayName, isSiteAdmin, visitor: await signIn(visitor(), username) }
  }
  return {
    person: (username) => make(username, false),
    administrator: (username) => make(username, true),
    async board(owner, others = []) {
      const { id } = await change(services, (draft) =>
        createBoard(services, draft, owner, { name: 'Launch', description: '' }),
      )
      const members = others.map(([{ id: userId }, role]) => ({ boardId: id, userId, role, version: 1 }))
      await services.db.boardMember.createMany({ data: members })
      await change(services, async ({ tx }) => {
        for (const { userId, boardId } of members) await enterOpenRooms(tx, { boardId, userId })
      })
      const { columns, rooms } = await services.db.board.findUniqueOrThrow({
        where: { id },
        select: { columns: { select: { id: true }, orderBy: { rank: 'asc' } }, rooms: { select: { id: true } } },
      })
      return { id, roomId: rooms[0]?.id ?? 0, columnIds: columns.map((column) => column.id) }
    },
    async room(owner, boardId, name) {
      const access = await boardEditor(services, owner, { boardId })
      const room = await change(services, (draft) => createRoom(services, draft, access, { name }))
      return room.id
    },
  }
}

/** Signs in through the form. */
export async function signIn(visitor: Visitor, username: string): Promise<Visitor> {
  const answer = await visitor.post('/accounts/login/', { username, password })
  if (answer.status !== 303) throw new Error(`could not sign in as ${username}: ${answer.status}`)
  return visitor
}
