import type { Person } from '../../../tests/support/people.ts'
import { enter, newRoom, type KnownRoom } from '../known-room.ts'
import type { Stage } from '../stage.ts'
import { oneOf, othersThan, someoneElse, type Act } from './act.ts'

/** More would be rooms in which nothing happens. */
const mostRooms = 7

export const roomActs: Act[] = [
  {
    name: 'make an open room',
    weight: 1,
    run: async (stage, { person }) => {
      if (isFull(stage)) return false
      const name = `Open r${stage.ledger.next()}`
      const address = `/api/v1/boards/${stage.board.id}/rooms`
      const made = await stage.ledger.insist(person, 'POST', address, { name }, [409])
      const id = made === null ? await idOf(stage, person, name) : (made as { room: { id: number } }).room.id
      const members = new Set(stage.people)
      stage.ledger.rooms.push(newRoom({ id, name, creator: person, isPrivate: false, members }))
      return true
    },
  },
  {
    name: 'make a private room',
    weight: 1,
    run: async (stage, { person }) => {
      if (isFull(stage)) return false
      const name = `Private r${stage.ledger.next()}`
      const others = othersThan(stage, person).filter(() => stage.random() < 0.7)
      const wanted = { name, isPrivate: true, usernames: others.map(({ username }) => username) }
      const answer = await stage.ledger.ask(person, 'POST', `/api/v1/boards/${stage.board.id}/rooms`, wanted)
      if (answer.outcome !== 'taken') {
        stage.ledger.unsureRooms.add(name)
        return true
      }
      const { id } = (answer.facts as { room: { id: number } }).room
      const room = newRoom({ id, name, creator: person, isPrivate: true, members: new Set([person, ...others]) })
      for (const other of others) room.invites.set(other, 1)
      stage.ledger.rooms.push(room)
      return true
    },
  },
  {
    name: 'rename a room',
    weight: 1,
    run: (stage, { person }) =>
      withRoom(stage, seenBy(person), async (room) => {
        const name = `${room.name.replace(/ #\d+$/, '')} #${stage.ledger.next()}`
        await stage.ledger.insist(person, 'PATCH', `/api/v1/rooms/${room.id}`, { name })
        room.name = name
      }),
  },
  {
    name: 'archive a room',
    weight: 1,
    run: (stage, { person }) =>
      withRoom(
        stage,
        (room) => seenBy(person)(room) && !room.isArchived && !room.isOpenInPages,
        async (room) => {
          await stage.ledger.insist(person, 'POST', `/api/v1/rooms/${room.id}/archive`)
          room.isArchived = true
        },
      ),
  },
  {
    name: 'restore a room',
    weight: 2,
    run: (stage, { person }) =>
      withRoom(
        stage,
        (room) => seenBy(person)(room) && room.isArchived,
        async (room) => {
          await stage.ledger.insist(person, 'POST', `/api/v1/rooms/${room.id}/restore`)
          room.isArchived = false
        },
      ),
  },
  {
    name: 'delete a room',
    weight: 1,
    run: (stage, { person }) =>
      withRoom(
        stage,
        (room) => seenBy(person)(room) && room.isArchived && mayDelete(stage, person, room),
        async (room) => {
          await stage.ledger.insist(person, 'DELETE', `/api/v1/rooms/${room.id}`, undefined, [404])
          room.isDeleted = true
        },
      ),
  },
  {
    name: 'invite somebody into a private room',
    weight: 2,
    run: (stage, { person }) => {
      const other = oneOf(stage, othersThan(stage, person))
      if (!other) return Promise.resolve(false)
      const fits = ({ isPrivate, members }: KnownRoom): boolean =>
        isPrivate && members.has(person) && !members.has(other)
      return withRoom(stage, fits, async (room) => {
        const address = `/api/v1/rooms/${room.id}/members`
        await stage.ledger.insist(person, 'POST', address, { username: other.username }, [409])
        room.invites.set(other, (room.invites.get(other) ?? 0) + 1)
        enter(room, other)
      })
    },
  },
  {
    name: 'take somebody out of a private room',
    weight: 1,
    run: (stage, { person }) => {
      const other = oneOf(stage, othersThan(stage, person))
      if (!other) return Promise.resolve(false)
      const fits = ({ isPrivate, members }: KnownRoom): boolean =>
        isPrivate && members.has(person) && members.has(other)
      return withRoom(stage, fits, async (room) => {
        const address = `/api/v1/rooms/${room.id}/members/${other.id}`
        await stage.ledger.insist(person, 'DELETE', address, undefined, [404])
        room.members.delete(other)
      })
    },
  },
  {
    name: 'leave a room',
    weight: 1,
    run: (stage, { person }) =>
      withRoom(
        stage,
        (room) => room.members.has(person) && mayLeave(stage, person, room),
        async (room) => {
          await stage.ledger.insist(person, 'POST', `/api/v1/rooms/${room.id}/leave`, {}, [404])
          room.members.delete(person)
        },
      ),
  },
  {
    name: 'join an open room',
    weight: 2,
    run: (stage, { person }) =>
      withRoom(
        stage,
        ({ isPrivate, members }) => !isPrivate && !members.has(person),
        async (room) => {
          await stage.ledger.insist(person, 'POST', `/api/v1/rooms/${room.id}/join`, {})
          enter(room, person)
        },
      ),
  },
  {
    name: 'post a message in another room',
    weight: 6,
    run: (stage, { person }) =>
      withRoom(
        stage,
        (room) => seenBy(person)(room) && !room.isArchived && !room.isOpenInPages,
        async ({ id, isPrivate }) => {
          // Whoever is mentioned in a private room and put out of it is told, or not, by which of the two came first.
          const mentioned = isPrivate ? undefined : someoneElse(stage, person)
          await stage.ledger.post(stage.ledger.write(person, id, mentioned), 'message')
        },
      ),
  },
]

/** Does something to a room to which nobody else is doing something. Answers whether there is one that fits. */
export async function withRoom(
  { ledger, random }: Stage,
  fits: (room: KnownRoom) => boolean,
  deed: (room: KnownRoom) => Promise<void>,
): Promise<boolean> {
  const possible = ledger.rooms.filter((room) => !room.isBusy && !room.isDeleted && fits(room))
  const room = oneOf({ random }, possible)
  if (!room) return false
  room.isBusy = true
  await deed(room)
  // After a refusal that nobody expected nobody knows what it has become: it stays as it is.
  room.isBusy = false
  return true
}

export function seenBy(person: Person): (room: KnownRoom) => boolean {
  return ({ isPrivate, members }) => !isPrivate || members.has(person)
}

function isFull({ ledger }: Stage): boolean {
  return ledger.rooms.filter(({ isDeleted }) => !isDeleted).length >= mostRooms
}

async function idOf({ ledger, board }: Stage, person: Person, name: string): Promise<number> {
  const answer = await ledger.insist(person, 'GET', `/api/v1/boards/${board.id}/rooms`)
  const { items } = answer as { items: { id: number; name: string }[] }
  return items.find((room) => room.name === name)?.id ?? 0
}

function mayDelete({ people: [owner] }: Stage, person: Person, { creator }: KnownRoom): boolean {
  return person === creator || person === owner
}

/** A list of a board's rooms is not told what is said in those that its reader has left: who has one open stays. */
function mayLeave({ pages }: Stage, person: Person, { isPrivate, isOpenInPages, members }: KnownRoom): boolean {
  if (isPrivate) return members.size > 1
  return !isOpenInPages && !pages.some((open) => open.kind === 'board-rooms' && open.person === person)
}
