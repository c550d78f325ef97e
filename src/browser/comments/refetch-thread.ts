import { showStretch } from '../conversation/show-stretch.ts'
import { fetchPage } from '../live/refetch.ts'
import { localizeTimes } from '../shared/times.ts'

/**
 * Fetches a stretch of a thread and shows it in `thread`; the composer and what stands in it stay. Answers the version now shown.
 * Rejects when it can't be had.
 */
export async function refetchThread(thread: HTMLElement, address: string): Promise<number> {
  const page = await fetchPage(address)
  const fresh = page.querySelector<HTMLElement>('[data-thread]')
  if (fresh === null) throw new Error(`${address} shows no thread`)
  localizeTimes(fresh)
  showStretch(thread, fresh, '[data-entries]')
  listOf(thread).dataset.newerAfter = listOf(fresh).dataset.newerAfter ?? ''
  const count = page.querySelector('[id$="-count"]')
  document.getElementById(count?.id ?? '')?.replaceWith(...(count === null ? [] : [count]))
  thread.dataset.version = fresh.dataset.version ?? ''
  thread.dataset.address = fresh.dataset.address ?? ''
  return Number(fresh.dataset.version)
}

/** The list of a thread's comments. */
export function listOf(thread: HTMLElement): HTMLElement {
  const list = thread.querySelector<HTMLElement>('[data-entries]')
  if (list === null) throw new Error('The thread has no list')
  return list
}
