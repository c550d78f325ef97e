import type { Live } from '../live/channels.ts'
import { fetchPage } from '../live/refetch.ts'
import type { Change } from '../live/protocol.ts'
import { localizeTimes } from '../shared/times.ts'
import type { Viewer } from '../shared/viewer.ts'
import { tellInPage } from './announce.ts'
import { showDays } from './days.ts'
import { startSight } from './in-sight.ts'
import { returnFocus } from './keep-focus.ts'
import { startMarkingRead } from './mark-read.ts'
import { newsIn } from './news.ts'
import { startSystemSwitch, tellBySystem } from './system.ts'
import { showUnreadInTitle } from './title.ts'

/** Follows the viewer's own channel: the counts, the title, the notices, and the list where it is shown. */
export function startInbox(live: Live, viewer: Viewer): void {
  const list = document.querySelector<HTMLElement>('[data-notifications]')
  if (list !== null) showDays(list)
  showUnreadInTitle()
  startMarkingRead(live)
  startSight()
  startSystemSwitch()
  live.follow({
    name: `user:${viewer.id}`,
    version: viewer.inboxVersion,
    join: { event: 'inbox:join', payload: {} },
    refetch: refetchInbox,
    changed,
  })
}

function changed(changes: Change[]): void {
  showUnreadInTitle()
  returnFocus()
  const news = newsIn(changes)
  tellInPage(news)
  void tellBySystem(news)
}

/** The count is on every page, the list on one. The sidebar is asked for in any case (`startUnread`). */
async function refetchInbox(): Promise<number> {
  const page = await fetchPage(location.href)
  const count = page.querySelector('[data-unread-notifications]')
  for (const shown of document.querySelectorAll('[data-unread-notifications]')) {
    if (count !== null) shown.replaceWith(document.importNode(count, true))
  }
  const fresh = page.querySelector('[data-notifications]')
  if (fresh !== null) localizeTimes(fresh)
  if (fresh !== null) document.querySelector('[data-notifications]')?.replaceChildren(...fresh.children)
  showUnreadInTitle()
  return Number(page.body.dataset.inboxVersion)
}
