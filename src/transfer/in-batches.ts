import { setImmediate as nextTurn } from 'node:timers/promises'

/** Few enough for one statement to take some milliseconds: SQLite works in this process, and others wait for it. */
const rowsPerStatement = 250

/** Hands out rows in batches, and gives the process's other work a turn between them. */
export async function inBatches<Row>(
  rows: readonly Row[],
  handle: (batch: Row[], start: number) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    await handle(rows.slice(start, start + rowsPerStatement), start)
    await nextTurn()
  }
}
