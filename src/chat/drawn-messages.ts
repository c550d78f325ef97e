import QuickLRU from 'quick-lru'
import { drawContent } from '../mentions/index.ts'
import { perServices } from '../platform/per-services.ts'
import type { Services } from '../platform/services.ts'
import { joined } from '../platform/views/joined.ts'
import { findMessages, type MessageView } from './messages.queries.ts'

/** Enough for the newest page of a hundred rooms; a drawn message takes about a kilobyte. */
const kept = 5000
/** Longer ones are drawn each time: a few people who post walls of text would fill hundreds of megabytes. */
const longestKept = 4000

/**
 * Messages as HTML, by id and version. A drawing holds nothing about the viewer, so one serves everybody: the live change, every
 * page and every catch-up.
 */
const drawings = perServices(() => new QuickLRU<string, string>({ maxSize: kept }))

/** What names one drawing of a message. */
export interface DrawingKey {
  id: string
  version: number
}

/** A message as HTML. */
export function drawMessage(services: Services, message: MessageView): string {
  const known = drawings(services).get(keyOf(message))
  if (known !== undefined) return known
  const content = drawContent(message.content, message.mentions, message)
  const html = joined(services.views.render('chat/_message', { message, content }))
  if (html.length <= longestKept) drawings(services).set(keyOf(message), html)
  return html
}

/** Messages as HTML, in the order of the keys. Only those that were not drawn lately are read from the database. */
export async function drawMessages(services: Services, keys: DrawingKey[]): Promise<string[]> {
  const known = keys.map((key) => drawings(services).get(keyOf(key)))
  const missing = keys.filter((_key, place) => known[place] === undefined)
  if (missing.length === 0) return known as string[]
  const found = await findMessages(
    services.db,
    missing.map(({ id }) => id),
  )
  const drawn = new Map(found.map((message) => [message.id, drawMessage(services, message)]))
  return keys.map(({ id }, place) => known[place] ?? drawn.get(id) ?? '')
}

function keyOf({ id, version }: DrawingKey): string {
  return `${id} ${version}`
}
