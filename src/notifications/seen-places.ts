import type { Db, Tx } from '../platform/db/index.ts'

/** Something in an inbox, and where it belongs. */
export interface Placed {
  recipientId: number
  boardId: number
  room: { id: number; isPrivate: boolean } | null
}

/** What a recipient sees of where something belongs: the board, and the very place. */
export interface Seen {
  board: boolean
  place: boolean
}

/** What recipients see of the places of what they are told: two statements, however many there are of both. */
export async function whatIsSeen(db: Db | Tx, placed: Placed[]): Promise<(one: Placed) => Seen> {
  const onBoards = await membersOfBoards(db, placed)
  const inRooms = await membersOfRooms(
    db,
    placed.filter(({ room }) => room?.isPrivate),
  )
  return ({ recipientId, boardId, room }) => {
    const board = onBoards.has(`${recipientId} ${boardId}`)
    return { board, place: board && (!room?.isPrivate || inRooms.has(`${recipientId} ${room.id}`)) }
  }
}

async function membersOfBoards(db: Db | Tx, placed: Placed[]): Promise<Set<string>> {
  if (placed.length === 0) return new Set()
  const boardId = { in: [...new Set(placed.map((one) => one.boardId))] }
  const where = { boardId, userId: { in: recipientsOf(placed) }, leftAt: null }
  const members = await db.boardMember.findMany({ where, select: { userId: true, boardId: true } })
  return new Set(members.map((member) => `${member.userId} ${member.boardId}`))
}

async function membersOfRooms(db: Db | Tx, placed: Placed[]): Promise<Set<string>> {
  if (placed.length === 0) return new Set()
  const roomId = { in: [...new Set(placed.flatMap(({ room }) => (room ? [room.id] : [])))] }
  const where = { roomId, userId: { in: recipientsOf(placed) }, leftAt: null }
  const members = await db.chatRoomMember.findMany({ where, select: { userId: true, roomId: true } })
  return new Set(members.map((member) => `${member.userId} ${member.roomId}`))
}

function recipientsOf(placed: Placed[]): number[] {
  return [...new Set(placed.map(({ recipientId }) => recipientId))]
}
