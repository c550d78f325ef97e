import QuickLRU from 'quick-lru'
import { perServices } from '../per-services.ts'
import type { Services } from '../services.ts'
import { joined } from './joined.ts'

/** Enough for the newest page of a hundred rooms; what is drawn takes about a kilobyte. */
const kept = 5000
/** Longer ones are drawn each time: a few people who post walls of text would fill hundreds of megabytes. */
const longestKept = 4000

/** What names one drawing of a message or a comment. */
export interface DrawingKey {
  id: string
  version: number
}

/** Draws what was said as HTML, and keeps the drawings. */
export interface KeptDrawings<View extends DrawingKey> {
  /** One that was read. */
  draw(services: Services, view: View): string
  /** Many, in the order of the keys. Only those that were not drawn lately are read from the database, by one look. */
  drawAll(services: Services, keys: DrawingKey[]): Promise<string[]>
}

/**
 * Drawings by id and version. A drawing holds nothing about the viewer, so one serves everybody: the live change, every page and every
 * catch-up.
 */
export function createKeptDrawings<View extends DrawingKey>(
  drawAnew: (services: Services, view: View) => string,
  find: (services: Services, ids: string[]) => Promise<View[]>,
): KeptDrawings<View> {
  const drawings = perServices(() => new QuickLRU<string, string>({ maxSize: kept }))

  function draw(services: Services, view: View): string {
    const known = drawings(services).get(nameOf(view))
    if (known !== undefined) return known
    const html = joined(drawAnew(services, view))
    if (html.length <= longestKept) drawings(services).set(nameOf(view), html)
    return html
  }

  async function drawAll(services: Services, keys: DrawingKey[]): Promise<string[]> {
    const known = keys.map((key) => drawings(services).get(nameOf(key)))
    const missing = keys.filter((_key, place) => known[place] === undefined)
    if (missing.length === 0) return known as string[]
    const found = await find(
      services,
      missing.map(({ id }) => id),
    )
    const drawn = new Map(found.map((view) => [view.id, draw(services, view)]))
    return keys.map(({ id }, place) => known[place] ?? drawn.get(id) ?? '')
  }

  return { draw, drawAll }
}

function nameOf({ id, version }: DrawingKey): string {
  return `${id} ${version}`
}
