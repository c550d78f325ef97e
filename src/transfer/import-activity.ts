import type { Deed } from '../boards/index.ts'
import type { Actor } from '../platform/actor.ts'
import { insertMany, type Tx } from '../platform/db/index.ts'
import { newId } from '../platform/ids.ts'
import { caseKey } from '../users/index.ts'
import type { BoardFile } from './board-file.ts'
import { inBatches } from './in-batches.ts'
import { creatorsOf, originsOf, type ImportFacts } from './origins.ts'

/** Writes the history that a file tells: one version for each deed, from 1 on. */
export async function importActivity(
  tx: Tx,
  boardId: number,
  importer: Actor,
  file: BoardFile,
  taskIds: number[],
): Promise<void> {
  const origins = originsOf(file, importer)
  await inBatches(file.activity, (deeds, start) => {
    const rows = deeds.map(({ at, by, type, task, facts }, place) => {
      const taskId = task === null ? null : (taskIds[task] ?? null)
      const originally = origins.get(caseKey(by))
      return {
        id: newId(),
        boardId,
        taskId,
        actorId: importer.id,
        type,
        facts: JSON.stringify({ ...facts, ...(taskId !== null && { taskId }), ...(originally && { originally }) }),
        version: start + place + 1,
        createdAt: at,
      }
    })
    return insertMany(tx, 'Activity', rows)
  })
}

/** Writes down that the board was imported, as its last deed, and what of the file has no place of its own. */
export async function recordImport(
  tx: Tx,
  boardId: number,
  importer: Actor,
  file: BoardFile,
  { taskIds, ...told }: Omit<ImportFacts, 'creators'> & { taskIds: number[] },
): Promise<void> {
  const facts: ImportFacts = { ...told, creators: creatorsOf(file, importer, taskIds) }
  await tx.activity.create({
    data: {
      id: newId(),
      boardId,
      actorId: importer.id,
      type: 'board:imported' satisfies Deed['type'],
      facts: JSON.stringify(facts),
      version: file.activity.length + 1,
    },
    select: { id: true },
  })
}
