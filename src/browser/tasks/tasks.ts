import { PanelThread } from '../comments/panel-thread.ts'
import type { Live } from '../live/channels.ts'
import type { Change } from '../live/protocol.ts'
import { leaveFor } from '../shared/leave.ts'
import { showToast } from '../shared/toasts.ts'
import type { Viewer } from '../shared/viewer.ts'
import { startDeeds } from './deeds.ts'
import { restoreEdits, startEditInPlace } from './edit-in-place.ts'
import { startFields } from './fields.ts'
import { KeptEdits } from './kept-edits.ts'
import { TaskPanel } from './panel.ts'
import { SheetRefresher } from './refresh-sheet.ts'
import { currentSheet, currentTaskId, noteDrawn } from './sheet.ts'
import { startSteps } from './steps.ts'

/** Makes a task's sheet live and lets it be worked on: on its own page, and in the panel over its board. */
export function startTasks(live: Live, viewer: Viewer): void {
  const dialog = document.querySelector<HTMLDialogElement>('[data-task-panel]')
  const sheet = currentSheet()
  if (dialog === null && sheet === null) return
  const kept = new KeptEdits(viewer.id)
  const adopt = (fresh: HTMLElement): void => restoreEdits(fresh, { kept, refresh })
  const refresher = new SheetRefresher({ gone: () => left('This task was deleted.'), renewed: adopt })
  const refresh = (): Promise<void> => refresher.refresh()
  const panel = dialog === null ? null : new TaskPanel(dialog, new PanelThread(dialog, live, viewer), adopt)
  const left = (words: string, undo?: () => void): void => leave(panel, refresh, words, undo)
  startFields(() => void refresh())
  startEditInPlace({ kept, refresh })
  startSteps(refresh)
  startDeeds({ refresh, left })
  if (sheet !== null) {
    noteDrawn(sheet)
    adopt(sheet)
  }
  followBoard(live, dialog === null ? sheet : null, refresh)
}

function leave(panel: TaskPanel | null, refresh: () => Promise<void>, words: string, undo?: () => void): void {
  const boardId = currentSheet()?.dataset.boardId
  if (panel === null && undo === undefined) return leaveFor(`/boards/${boardId}/`, words)
  panel?.close()
  showToast(undo === undefined ? { words } : { words, action: { label: 'Undo', run: undo } })
  if (panel === null) void refresh()
}

/** On the board's own page the board is followed already. */
function followBoard(live: Live, page: HTMLElement | null, refresh: () => Promise<void>): void {
  const boardId = Number(page?.dataset.boardId ?? document.querySelector<HTMLElement>('[data-board]')?.dataset.boardId)
  live.observe(`board:${boardId}`, (changes) => {
    if (currentSheet() !== null && (changes === null || changes.some(isAboutSheet))) void refresh()
  })
  if (page === null) return
  live.follow({
    name: `board:${boardId}`,
    version: Number(page.dataset.version),
    join: { event: 'board:join', payload: { boardId } },
    refetch: async () => {
      await refresh()
      return Number(currentSheet()?.dataset.version)
    },
    lost: (reason) => leaveFor('/', reason),
  })
}

function isAboutSheet({ type, version, task }: Change): boolean {
  if (version <= Number(currentSheet()?.dataset.version)) return false
  return task === undefined ? /^(board|member):/.test(type) : task.id === currentTaskId()
}
