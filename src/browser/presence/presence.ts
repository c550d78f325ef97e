import type { Live } from '../live/channels.ts'
import type { PresentPerson } from '../live/protocol.ts'
import { PresenceMarks } from './marks.ts'
import { tellAttention } from './tell-attention.ts'

/** Says that the viewer is here, and shows who else is on the page's board. */
export function startPresence(live: Live): void {
  tellAttention(live)
  const board = document.querySelector<HTMLElement>('[data-board], [data-members]')
  if (board === null) return
  showPresence(live, Number(board.dataset.boardId))
}

function showPresence({ socket, ask }: Live, boardId: number): void {
  const marks = new PresenceMarks(document)
  let told = 0
  // What is told while the list is on its way may be newer than the list: then it is asked for again.
  const list = async (): Promise<void> => {
    const before = told
    const answer = await ask<{ people: PresentPerson[] }>('presence:list', { boardId }).catch(() => null)
    if (!socket.connected || answer?.ok !== true) return
    if (told === before) marks.setAll(answer.people)
    else await list()
  }
  socket.on('connect', () => void list())
  socket.on('disconnect', () => marks.setAll([]))
  socket.on('presence:changed', ({ user, status }) => {
    told += 1
    marks.set({ id: user.id, status })
  })
  socket.on('changes', ({ channel, changes }) => {
    if (channel === `board:${boardId}` && changes.some(({ type }) => type === 'member:joined')) void list()
  })
  if (socket.connected) void list()
}
