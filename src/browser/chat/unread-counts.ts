const MOST_COUNTED = 99

/** Shows for each room of the sidebar what is unread in it, and at the way to all rooms how much that is together. */
export function showCounts(): void {
  let sum = 0
  for (const room of document.querySelectorAll<HTMLElement>('[data-sidebar-room]')) {
    const unread = unreadOf(room)
    sum += unread
    showRoom(room, unread, Number(room.dataset.mentions))
  }
  for (const count of document.querySelectorAll<HTMLElement>('[data-rooms-count]')) {
    say(count, 'number', inDigits(sum))
    count.hidden = sum === 0
  }
}

/** A muted room's messages are not counted. */
function unreadOf({ dataset }: { dataset: DOMStringMap }): number {
  if (dataset['muted'] !== undefined) return 0
  return Math.max(0, Number(dataset['messageCount']) - Number(dataset['readCount']))
}

function showRoom(room: HTMLElement, unread: number, mentions: number): void {
  const count = room.querySelector<HTMLElement>('[data-room-count]')
  room.querySelector('a')?.classList.toggle('unread', unread > 0 || mentions > 0)
  if (count === null) return
  say(count, 'number', mentions > 0 ? `@${mentions}` : inDigits(unread))
  say(count, 'words', mentions === 0 ? 'unread' : mentions === 1 ? 'mention of you' : 'mentions of you')
  count.classList.toggle('mine', mentions > 0)
  count.hidden = unread === 0 && mentions === 0
}

function say(count: HTMLElement, part: 'number' | 'words', words: string): void {
  const place = count.querySelector(`[data-count-${part}]`)
  if (place !== null && place.textContent !== words) place.textContent = words
}

function inDigits(count: number): string {
  return count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count)
}

/** Both counts only grow, so the larger one is the newer one, whichever came first. Answers whether one was newer. */
export function raise(
  { dataset }: HTMLElement,
  counts: { messageCount?: number | undefined; readCount?: number | undefined },
): boolean {
  let isNewer = false
  for (const name of ['messageCount', 'readCount'] as const) {
    const [shown, told] = [Number(dataset[name]), counts[name] ?? 0]
    isNewer ||= told > shown
    dataset[name] = String(Math.max(shown, told))
  }
  return isNewer
}
