import { forget, keep, recall } from '../shared/storage.ts'
import { inFew } from './announce.ts'
import { isInSight } from './in-sight.ts'
import type { News } from './news.ts'

/** What the person chose for this browser. */
const CHOSEN = 'system-notifications'
/** The id of the last one that a tab has shown. Ids are ordered by time. */
const SHOWN = 'system-notifications-shown'

/** Shows news by the system, if that is wanted and no tab is in sight. Of several tabs that hear the same, one shows it. */
export async function tellBySystem(news: News[]): Promise<void> {
  if (news.length === 0 || !isOn() || !document.hidden || (await isInSight())) return
  await navigator.locks.request(SHOWN, () => {
    const unshown = news.filter(({ id }) => id > (recall(SHOWN) ?? ''))
    const newest = unshown.at(-1)
    if (newest === undefined) return
    keep(SHOWN, newest.id)
    for (const one of inFew(unshown)) show(one)
  })
}

/** The switch in the inbox. It stays hidden where the browser can't show any. */
export function startSystemSwitch(): void {
  const place = document.querySelector<HTMLElement>('[data-system-notifications]')
  const button = place?.querySelector<HTMLElement>('[data-system-notifications-switch]')
  if (!place || !button || !isPossible()) return
  place.hidden = false
  draw(place, button)
  button.addEventListener('click', () => void choose().then(() => draw(place, button)))
}

async function choose(): Promise<void> {
  if (isOn()) forget(CHOSEN)
  else if ((await Notification.requestPermission()) === 'granted') keep(CHOSEN, 'on')
}

function draw(place: HTMLElement, button: HTMLElement): void {
  const state = Notification.permission === 'denied' ? 'denied' : isOn() ? 'on' : 'off'
  button.ariaPressed = String(state === 'on')
  for (const words of place.querySelectorAll<HTMLElement>('[data-words]')) words.hidden = words.dataset.words !== state
}

function isPossible(): boolean {
  return 'Notification' in window && 'locks' in navigator
}

function isOn(): boolean {
  return isPossible() && recall(CHOSEN) === 'on' && Notification.permission === 'granted'
}

function show({ id, words, excerpt, href }: News): void {
  try {
    const shown = new Notification(words, { body: excerpt, tag: id })
    shown.addEventListener('click', () => {
      shown.close()
      window.focus()
      location.assign(href)
    })
  } catch {
    // Browsers on phones show none from a page.
    forget(CHOSEN)
  }
}
