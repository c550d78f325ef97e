/** How many messages a talk holds. What is beyond is dropped at the end that the reader is farther from, and fetched again. */
const MOST = 200
/** What is nearer to what the reader sees stays: it would be fetched again at once. */
const NEAR_PX = 1600

/** The talk's list and where it scrolls. */
export type WindowParts = { talk: HTMLElement; scroller: HTMLElement; list: HTMLElement }

/** Drops the oldest messages that are too many, and leaves the way to them. Answers whether there were any. */
export function dropOldest(parts: WindowParts): boolean {
  const kept = drop(parts, messagesOf(parts.list))
  if (kept === null) return false
  const link = wayTo('older', parts)
  if (link !== null) lead(link, 'before', kept)
  return true
}

/** Drops the newest messages that are too many, and leaves the way to them. From then on what comes live is not put into the list. */
export function dropNewest(parts: WindowParts): boolean {
  const kept = drop(parts, messagesOf(parts.list).toReversed())
  if (kept === null) return false
  parts.talk.dataset.newerAfter = kept
  const link = wayTo('newer', parts)
  if (link !== null) lead(link, 'after', kept)
  return true
}

/** Makes a link lead to what lies before or after a position. */
export function lead(link: HTMLAnchorElement, name: 'before' | 'after', position: string): void {
  const address = new URL(link.href)
  address.search = ''
  address.searchParams.set(name, position)
  link.href = address.pathname + address.search
}

function messagesOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>(':scope > [data-message-id]')]
}

/** Drops from the first one on. Answers the position of the first one that stays; null when all do. */
function drop({ scroller }: WindowParts, messages: HTMLElement[]): string | null {
  const dropped = farOnes(scroller, messages.slice(0, Math.max(0, messages.length - MOST)))
  for (const message of dropped) message.remove()
  return dropped.length === 0 ? null : (messages[dropped.length]?.dataset.position ?? null)
}

/** Those up to the first one that is near, has the focus or is being edited. */
function farOnes(scroller: HTMLElement, messages: HTMLElement[]): HTMLElement[] {
  const seen = scroller.getBoundingClientRect()
  const staying = messages.findIndex((message) => {
    const { top, bottom } = message.getBoundingClientRect()
    const isFar = bottom < seen.top - NEAR_PX || top > seen.bottom + NEAR_PX
    return !isFar || message.contains(document.activeElement) || message.querySelector('[data-added="editor"]') !== null
  })
  return staying === -1 ? messages : messages.slice(0, staying)
}

/** The link that is there, or a new one in its place. */
function wayTo(end: 'older' | 'newer', { talk, scroller, list }: WindowParts): HTMLAnchorElement | null {
  const present = scroller.querySelector<HTMLAnchorElement>(`[data-${end}]`)
  if (present !== null) return present
  const template = talk.querySelector<HTMLTemplateElement>(`[data-${end}-template]`)
  const link = template?.content.firstElementChild?.cloneNode(true)
  if (!(link instanceof HTMLAnchorElement)) return null
  link.href = `/messaging/room/${talk.dataset.roomId}/`
  if (end === 'older') list.before(link)
  else list.after(link)
  return link
}
