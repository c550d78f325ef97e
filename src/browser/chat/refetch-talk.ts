import { keepFocus } from '../live/focus.ts'
import { carryAdded } from '../live/held.ts'
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
  showMessages(talk, fresh)
  talk.dataset.version = fresh.dataset.version ?? ''
  talk.dataset.newerAfter = fresh.dataset.newerAfter ?? ''
  return Number(fresh.dataset.version)
}

/** The list itself stays, because it is watched; only what is in it and the links beside it are new. */
function showMessages(talk: HTMLElement, fresh: HTMLElement): void {
  const list = talk.querySelector<HTMLElement>('[data-messages]')
  const messages = fresh.querySelector<HTMLElement>('[data-messages]')
  if (list !== null && messages !== null)
    keepFocus(list, list, () => {
      carryAdded(list, messages)
      list.replaceChildren(...messages.children)
    })
  for (const link of talk.querySelectorAll('[data-older], [data-newer]')) link.remove()
  const older = fresh.querySelector('[data-older]')
  const newer = fresh.querySelector('[data-newer]')
  if (older !== null) list?.before(older)
  if (newer !== null) list?.after(newer)
}
