import type { BoardAccess, Deed } from '../boards/index.ts'
import type { Db } from '../platform/db/index.ts'
import { importFactsOf, type ImportFacts } from './origins.ts'

/** What is known of the import that made a board; null when it was made here. */
export async function findImport(db: Db, { boardId }: BoardAccess): Promise<ImportFacts | null> {
  const deed = await db.activity.findFirst({
    where: { boardId, type: 'board:imported' satisfies Deed['type'] },
    select: { facts: true },
  })
  return deed && importFactsOf(deed.facts)
}
