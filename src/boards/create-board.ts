import { generateNKeysBetween } from 'fractional-indexing'
import type { Actor } from '../platform/actor.ts'
import type { Draft } from '../platform/change.ts'
import type { Services } from '../platform/services.ts'
import { tellSidebarsOf } from './tell-sidebars.ts'

export interface NewBoard {
  name: string
  description: string
}

const firstColumns = [
  { name: 'To Do', isDone: false },
  { name: 'In Progress', isDone: false },
  { name: 'Done', isDone: true },
]

/** Makes a board with its first columns and a room to talk in; whoever makes it owns it. */
export async function createBoard(
  services: Services,
  draft: Draft,
  creator: Actor,
  { name, description }: NewBoard,
): Promise<{ id: number }> {
  const ranks = generateNKeysBetween(null, null, firstColumns.length)
  tellSidebarsOf(services, draft, [creator.id])
  return draft.tx.board.create({
    data: {
      name,
      description,
      version: 1,
      createdById: creator.id,
      members: { create: { userId: creator.id, role: 'owner', version: 1 } },
      columns: { create: firstColumns.map((column, place) => ({ ...column, rank: ranks[place] ?? '', version: 1 })) },
      rooms: {
        create: {
          name: 'general',
          nameKey: 'general',
          description: `Everything about ${name}`,
          boardVersion: 1,
          createdById: creator.id,
          members: { create: { userId: creator.id } },
        },
      },
    },
    select: { id: true },
  })
}
