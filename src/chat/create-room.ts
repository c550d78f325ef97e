import { fillOpenRoom, nextBoardVersion, type BoardEditing } from '../boards/index.ts'
import type { Draft } from '../platform/change.ts'
import { isUniqueViolation } from '../platform/db/index.ts'
import { Conflict } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { describeRoom } from './room-changes.ts'

/**
 * Makes a room that everyone on the board sees.
 * @throws {Conflict} when the board has a room with this name
 */
export async function createRoom(
  services: Services,
  draft: Draft,
  { boardId, actor }: BoardEditing,
  { name, description }: { name: string; description: string },
): Promise<{ id: number; boardId: number; name: string; description: string }> {
  const { tx } = draft
  const boardVersion = await nextBoardVersion(tx, boardId)
  const nameKey = name.toLowerCase()
  if (await tx.chatRoom.findUnique({ where: { boardId_nameKey: { boardId, nameKey } }, select: { id: true } }))
    throw nameTaken(name)
  try {
    const room = await tx.chatRoom.create({
      data: { boardId, name, nameKey, description, boardVersion, createdById: actor.id },
      select: { id: true, boardId: true, name: true, description: true },
    })
    await fillOpenRoom(tx, { boardId, roomId: room.id })
    draft.announce(`board:${boardId}`, () => describeRoom(services, { ...room, boardVersion }))
    return room
  } catch (error) {
    if (isUniqueViolation(error)) throw nameTaken(name)
    throw error
  }
}

function nameTaken(name: string): Conflict {
  return new Conflict('The name is taken.', { name: `This board already has a room called “${name}”.` })
}
