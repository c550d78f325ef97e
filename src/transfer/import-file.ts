import type { Actor } from '../platform/actor.ts'
import { change } from '../platform/change.ts'
import type { Limit } from '../platform/limits.ts'
import type { Services } from '../platform/services.ts'
import { importBoard, type ImportedBoard, type ImportOptions } from './import-board.ts'
import { readBoardFile, UnfitFile } from './read-board-file.ts'

/** The largest file takes a second or two of a machine that has nothing else to do. */
const longestImportMs = 60_000

/** The database's one writer is held for as long as an import takes. */
const boardsMade: Limit = { name: 'import-board', points: 20, seconds: 60 }

/**
 * Makes a board of an uploaded file, or nothing at all.
 * @throws {UnfitFile} naming what is wrong with the file
 */
export async function importFile(
  services: Services,
  importer: Actor,
  bytes: Buffer | undefined,
  options: ImportOptions,
): Promise<ImportedBoard> {
  if (!bytes || bytes.length === 0)
    throw new UnfitFile({ file: 'Choose the file of a board; this one is empty or missing' })
  const file = await readBoardFile(bytes)
  // Only now: a file with a mistake costs nobody's time but its reader's.
  await services.limits.consume(boardsMade, String(importer.id))
  return change(services, (draft) => importBoard(services, draft, importer, file, options), {
    timeoutMs: longestImportMs,
  })
}
