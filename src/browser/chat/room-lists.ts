import { carryOver } from '../live/carry-over.ts'
import type { Live } from '../live/channels.ts'
import { keepFocus } from '../live/focus.ts'
import type { Change } from '../live/protocol.ts'
import { fetchPage } from '../live/refetch.ts'
import { leaveFor } from '../shared/leave.ts'
import { localizeTimes } from '../shared/times.ts'
import type { Viewer } from '../shared/viewer.ts'
import { paced } from './list-pace.ts'
import { isAboutCounts } from './unread.ts'

/** The parts of pages that show rooms or who is in one: all rooms, those of a board, a room's settings and members. */
const PART = '[data-rooms], [data-board-rooms], [data-room-part]'

/**
 * Keeps a page's list of rooms, or of who is in one, as it is on the server.
 * Answers what has a list of rooms fetched anew, for when something that passed by was missed.
 */
export function startRoomLists(live: Live, viewer: Viewer): () => void {
  const part = document.querySelector<HTMLElement>(PART)
  if (part === null) return () => {}
  const refetch = (): Promise<Document> => refetchPart(part)
  const isOfOneRoom = part.dataset.roomId !== undefined
  const fetching = paced(refetch, isOfOneRoom)
  const changed = (changes: Change[] | null): void => {
    if (changes === null || changes.some((change) => isAboutCounts(change) && !isEndOf(part, change))) fetching.ask()
  }
  live.observe(`user:${viewer.id}`, changed)
  for (const board of boardsOn(part)) followBoard(live, board, refetch, changed)
  if (isOfOneRoom) {
    followRoom(live, part, refetch)
    return () => {}
  }
  live.socket.on('unread:changed', fetching.ask)
  live.socket.on('boards:changed', fetching.ask)
  // What was said last may have been changed while the page was away: it does not stand there for a rest longer.
  live.socket.once('disconnect', () => live.socket.on('connect', fetching.askNow))
  return fetching.ask
}

/** A deleted room has no page to fetch any more: its channel, closed, leads on. */
function isEndOf(part: HTMLElement, { room }: Change): boolean {
  return room?.isDeleted === true && part.dataset.roomId === String(room.id)
}

/** The boards whose rooms are shown, each with the version that the page shows. */
function boardsOn(part: HTMLElement): { boardId: number; version: number }[] {
  const shown =
    part.dataset.boardId === undefined ? [...part.querySelectorAll<HTMLElement>('[data-rooms-board]')] : [part]
  return shown.map(({ dataset }) => ({
    boardId: Number(dataset.boardId),
    version: Number(dataset.boardVersion ?? dataset.version),
  }))
}

function followBoard(
  live: Live,
  { boardId, version }: { boardId: number; version: number },
  refetch: () => Promise<Document>,
  changed: (changes: Change[]) => void,
): void {
  live.follow({
    name: `board:${boardId}`,
    version,
    join: { event: 'board:join', payload: { boardId } },
    refetch: async () => versionOn(await refetch(), boardId),
    changed,
    lost: (reason) => leaveFor('/', reason),
  })
}

function versionOn(page: Document, boardId: number): number {
  const part = page.querySelector<HTMLElement>(PART)
  const shown = part === null ? undefined : boardsOn(part).find((board) => board.boardId === boardId)
  if (shown === undefined) throw new Error(`The page does not show board ${boardId}`)
  return shown.version
}

/** Whoever is put out of a room does not go on looking at who is in it. */
function followRoom(live: Live, { dataset }: HTMLElement, refetch: () => Promise<Document>): void {
  const roomId = Number(dataset.roomId)
  live.follow({
    name: `room:${roomId}`,
    version: Number(dataset.version),
    join: { event: 'room:join', payload: { roomId } },
    refetch: async () => Number((await refetch()).querySelector<HTMLElement>(PART)?.dataset.version),
    lost: (reason) => {
      const name = document.querySelector(`[data-room-name="${roomId}"]`)?.textContent ?? ''
      leaveFor(`/boards/${dataset.boardId}/`, `${name}: ${reason}`)
    },
  })
}

async function refetchPart(part: HTMLElement): Promise<Document> {
  const page = await fetchPage(location.href)
  const fresh = page.querySelector<HTMLElement>(PART)
  if (fresh === null) throw new Error('The page shows no rooms')
  const shown = document.importNode(fresh, true)
  localizeTimes(shown)
  carryOver(part, shown)
  keepFocus(part, part, () => part.replaceChildren(...shown.children))
  return page
}
