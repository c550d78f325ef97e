import type { BoardAccess } from '../boards/index.ts'
import { download, type Reply } from '../platform/http/reply.ts'
import type { Services } from '../platform/services.ts'
import { snapshotOf } from './board-snapshot.ts'
import { writeBoardFile } from './write-board-file.ts'
import { writeCsv } from './write-csv.ts'

/** A board as a file that can be imported. */
export async function exportJson({ db }: Services, access: BoardAccess): Promise<Reply> {
  const snapshot = await snapshotOf(db, access)
  return download({
    filename: `${snapshot.board.name}.json`,
    contentType: 'application/json; charset=utf-8',
    chunks: writeBoardFile(snapshot, new Date()),
  })
}

/** A board's tasks for a spreadsheet. */
export async function exportCsv({ db }: Services, access: BoardAccess): Promise<Reply> {
  const snapshot = await snapshotOf(db, access)
  return download({
    filename: `${snapshot.board.name}.csv`,
    contentType: 'text/csv; charset=utf-8',
    chunks: writeCsv(snapshot),
  })
}
