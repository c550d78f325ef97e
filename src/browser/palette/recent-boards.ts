import { keep, recall } from '../shared/storage.ts'

const KEY = 'taskflow:recent-boards'
const KEPT_AT_MOST = 8

/** The ids of the boards that were looked at in this browser, the last one first. */
export function recentBoards(): string[] {
  return (recall(KEY) ?? '').split(',').filter((id) => /^\d+$/.test(id))
}

/** Remembers that this board is being looked at. */
export function rememberBoard(boardId: string): void {
  keep(KEY, [boardId, ...recentBoards().filter((id) => id !== boardId)].slice(0, KEPT_AT_MOST).join(','))
}
