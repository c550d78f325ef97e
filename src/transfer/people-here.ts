import type { Actor } from '../platform/actor.ts'
import type { BoardRole, Tx } from '../platform/db/index.ts'
import { caseKey } from '../users/index.ts'
import type { BoardFile } from './board-file.ts'

/** Those of a file who will be on the new board, by the key of their username. */
export type PeopleHere = Map<string, { userId: number; role: BoardRole }>

/**
 * Who of a file's people comes onto the new board. The importer owns it. Others come only if that was asked for, if they were on the
 * board, and if they share a board with the importer already: a file brings in no strangers.
 */
export async function peopleHere(
  tx: Tx,
  importer: Actor,
  { people }: BoardFile,
  addPeople: boolean,
): Promise<PeopleHere> {
  const own = caseKey(importer.username)
  const here: PeopleHere = new Map([[own, { userId: importer.id, role: 'owner' }]])
  if (!addPeople) return here
  const roles = new Map(people.map(({ username, role }) => [caseKey(username), role]))
  for (const { id, usernameKey } of await companionsOf(tx, importer, [...roles.keys()])) {
    const role = roles.get(usernameKey)
    if (usernameKey !== own && role) here.set(usernameKey, { userId: id, role: role === 'owner' ? 'admin' : role })
  }
  return here
}

function companionsOf(
  tx: Tx,
  { id: userId }: Actor,
  usernameKeys: string[],
): Promise<{ id: number; usernameKey: string }[]> {
  return tx.user.findMany({
    where: {
      usernameKey: { in: usernameKeys },
      isDisabled: false,
      memberships: { some: { leftAt: null, board: { members: { some: { userId, leftAt: null } } } } },
    },
    select: { id: true, usernameKey: true },
    orderBy: { id: 'asc' },
  })
}
