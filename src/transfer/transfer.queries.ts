import type { BoardAccess, Deed } from '../boards/index.ts'
import type { Db } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'
import { importFactsOf, type ImportFacts } from './origins.ts'

/**
 * What is known of the import that made a board.
 * @throws {NotFound} when it was made here
 */
export async function getImport(db: Db, { boardId }: BoardAccess): Promise<ImportFacts> {
  const deed = await db.activity.findFirst({
    where: { boardId, type: 'board:imported' satisfies Deed['type'] },
    select: { facts: true },
  })
  if (!deed) throw new NotFound()
  return importFactsOf(deed.facts)
}
