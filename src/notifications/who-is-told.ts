import type { Prisma, Tx } from '../platform/db/index.ts'

/** Where something happened that may reach people. */
export interface Place {
  boardId: number
  room?: { id: number; isPrivate: boolean }
}

/**
 * Those of `userIds` who see a place now, in the order of their ids: for what names them. Muting does not keep that away.
 */
export function whoSee(tx: Tx, place: Place, userIds: number[]): Promise<number[]> {
  return findIds(tx, { id: { in: userIds }, ...seeing(place) })
}

/** Those of them who have muted neither the board nor the room: for all that does not name them. */
export function whoListen(tx: Tx, place: Place, userIds: number[]): Promise<number[]> {
  return findIds(tx, { id: { in: userIds }, AND: [seeing(place), listening(place)] })
}

/** Those who are in a room and have muted neither it nor its board: the first of them behind an id, in the order of their ids. */
export async function whoListenInRoom(
  tx: Tx,
  { boardId, room }: Required<Place>,
  { after, limit }: { after: number; limit: number },
): Promise<number[]> {
  const members = await tx.chatRoomMember.findMany({
    where: {
      roomId: room.id,
      userId: { gt: after },
      leftAt: null,
      isMuted: false,
      user: { isDisabled: false, memberships: { some: { boardId, leftAt: null, isMuted: false } } },
    },
    orderBy: { userId: 'asc' },
    take: limit,
    select: { userId: true },
  })
  return members.map(({ userId }) => userId)
}

async function findIds(tx: Tx, where: Prisma.UserWhereInput): Promise<number[]> {
  return (await tx.user.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } })).map(({ id }) => id)
}

function seeing({ boardId, room }: Place): Prisma.UserWhereInput {
  return {
    isDisabled: false,
    memberships: { some: { boardId, leftAt: null } },
    ...(room?.isPrivate ? { roomMemberships: { some: { roomId: room.id, leftAt: null } } } : {}),
  }
}

function listening({ boardId, room }: Place): Prisma.UserWhereInput {
  return {
    memberships: { none: { boardId, isMuted: true } },
    ...(room ? { roomMemberships: { none: { roomId: room.id, isMuted: true } } } : {}),
  }
}
