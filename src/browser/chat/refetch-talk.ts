import { showStretch } from '../conversation/show-stretch.ts'
import { fetchPage } from '../live/refetch.ts'
import { localizeTimes } from '../shared/times.ts'

/**
 * Fetches the page at `address` and shows its messages in `talk`; the composer and what stands in it stay. Answers the
 * version now shown. Rejects when the page can't be had or does not show this room.
 */
export async function refetchTalk(talk: HTMLElement, address: string): Promise<number> {
  const page = await fetchPage(address)
  const fresh = page.querySelector<HTMLElement>(`[data-talk][data-room-id="${talk.dataset.roomId}"]`)
  if (fresh === null) throw new Error(`${address} does not show room ${talk.dataset.roomId}`)
  localizeTimes(fresh)
  showStretch(talk, fresh, '[data-messages]')
  talk.dataset.version = fresh.dataset.version ?? ''
  talk.dataset.newerAfter = fresh.dataset.newerAfter ?? ''
  return Number(fresh.dataset.version)
}
