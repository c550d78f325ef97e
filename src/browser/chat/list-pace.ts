import { oneAtATime, type Repeated } from '../shared/one-at-a-time.ts'
import { pause } from '../shared/pause.ts'

/** A list of rooms is fetched whole: at most so often, */
const LIST_REST_MS = 10_000
/** and up to half as much later, so that the many who were told of one post do not all ask at once ever after. */
const LONGEST_DELAY = 0.5
/** What shows one room changes rarely, and nothing in it with each post. */
const PART_REST_MS = 1000

/** What the pace goes by; the browser's own unless said otherwise. */
export interface PaceClock {
  page: Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'>
  wait: (milliseconds: number) => Promise<void>
  random: () => number
}

/** Fetches when asked to: once somebody looks at the page, and then not again before a rest is over, whatever comes meanwhile. */
export function paced(
  fetchOnce: () => Promise<unknown>,
  isOfOneRoom: boolean,
  { page, wait, random }: PaceClock = { page: document, wait: pause, random: Math.random },
): Repeated {
  const run = async (): Promise<void> => {
    await shown(page)
    await fetchOnce()
  }
  return oneAtATime(run, {
    restMs: () => (isOfOneRoom ? PART_REST_MS : LIST_REST_MS * (1 + LONGEST_DELAY * random())),
    wait,
  })
}

/** Resolves once the page is looked at. */
function shown(page: PaceClock['page']): Promise<void> {
  if (!page.hidden) return Promise.resolve()
  return new Promise((resolve) => {
    const look = (): void => {
      if (page.hidden) return
      page.removeEventListener('visibilitychange', look)
      resolve()
    }
    page.addEventListener('visibilitychange', look)
  })
}
