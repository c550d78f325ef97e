import type { Stage } from '../stage.ts'
import type { Act } from './act.ts'
import { withRoom } from './rooms.ts'

/** What somebody says of their own place in rooms, which nobody else is told. */
export const ownPlaceActs: Act[] = [
  {
    name: 'mute a room, or hear of it again',
    weight: 2,
    run: (stage, { person }) =>
      withRoom(
        stage,
        ({ members }) => members.has(person),
        async ({ id, muted }) => {
          const isMuted = !muted.has(person)
          await stage.ledger.insist(person, 'POST', `/api/v1/rooms/${id}/mute`, { isMuted })
          if (isMuted) muted.add(person)
          else muted.delete(person)
        },
      ),
  },
  {
    name: 'mute the board, or hear of it again',
    weight: 1,
    run: async ({ ledger, board }, { person }) => {
      const isMuted = ledger.boardMuted.get(person) !== true
      await ledger.insist(person, 'POST', `/api/v1/boards/${board.id}/mute`, { isMuted })
      ledger.boardMuted.set(person, isMuted)
      return true
    },
  },
  {
    name: 'mark a room as read',
    weight: 4,
    run: (stage, { person }) =>
      withRoom(
        stage,
        ({ members }) => members.has(person),
        async ({ id, marks }) => {
          const { room } = (await stage.ledger.insist(person, 'GET', `/api/v1/rooms/${id}`)) as RoomAnswer
          const version = somewhereUpTo(stage, room.version)
          await stage.ledger.insist(person, 'POST', `/api/v1/rooms/${id}/read`, { version })
          marks.set(person, Math.max(version, marks.get(person) ?? 0))
        },
      ),
  },
]

interface RoomAnswer {
  room: { version: number }
}

function somewhereUpTo({ random }: Stage, version: number): number {
  return random() < 0.5 ? version : Math.round(random() * version)
}
