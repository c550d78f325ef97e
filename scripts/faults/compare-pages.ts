import { setTimeout as delay } from 'node:timers/promises'
import { drawn } from '../../tests/support/dom.ts'
import type { OpenPage, Stage } from './stage.ts'

const settledWithinMs = 90_000
/** Every so often what is unsent is noted, to tell from a difference whether it was getting less. */
const looksPerNote = 5
/** So many entries at the end of a conversation or of what answers a comment, and at the top of an inbox: a page loaded now may show no more. */
const entriesCompared = 20

/** What each page shows that the same page, loaded now, does not, or the other way round. */
export async function comparePages({ pages }: Pick<Stage, 'pages'>): Promise<string[]> {
  const quietSince = Date.now()
  const differences = await Promise.all(
    pages.map(async (open) => {
      const difference = await compare(open, quietSince + settledWithinMs)
      if (!difference)
        console.log(`        ${open.name}: right after ${Math.round((Date.now() - quietSince) / 1000)} s`)
      return difference
        ? [`${open.name}: ${difference}\n  its connections:\n    ${open.connections.slice(-25).join('\n    ')}`]
        : []
    }),
  )
  return differences.flat()
}

async function compare(open: OpenPage, deadline: number): Promise<string | null> {
  if (new URL(open.page.url()).pathname !== new URL(open.address).pathname) return `is at ${open.page.url()}`
  const fresh = await open.context.newPage()
  const course: string[] = []
  try {
    await fresh.goto(open.address, { timeout: settledWithinMs })
    for (let look = 0; ; look += 1) {
      const unsent = await unsentIn(open.page)
      if (look % looksPerNote === 0) course.push(unsent.map(([state]) => state).join('') || '-')
      const difference =
        unsent.length > 0
          ? `has not sent yet: ${unsent.map(([, words]) => words).join(' | ')}\n  before: ${course.join(' ')}`
          : whereDifferent(await drawing(open.page), await drawing(fresh))
      if (!difference || Date.now() > deadline) return difference
      await delay(1000)
    }
  } finally {
    await fresh.close()
  }
}

/** What the page still has to send, each with its state's first letter; the same page loaded now has it, too. */
async function unsentIn(page: OpenPage['page']): Promise<[string, string][]> {
  return page
    .locator('[data-unsent] [data-client-id]')
    .evaluateAll((elements) =>
      elements.map((element) => [element.getAttribute('data-state')?.[0] ?? '?', element.textContent ?? '']),
    )
}

/** Without what a page gathers while it is open, and what differs by chance. */
async function drawing(page: OpenPage['page']): Promise<string[]> {
  const lines = await drawn(page, '.shell > *')
  const shown = await page.evaluate((most) => {
    const messages = [...document.querySelectorAll('[data-messages] > .message')]
    const threads = [...document.querySelectorAll('[data-thread] [data-entries], [data-thread] .replies')]
    const comments = threads.flatMap((list) => [...list.querySelectorAll(':scope > .thread-entry')].slice(0, -most))
    const notifications = [...document.querySelectorAll('#notifications > .notification')]
    return [...messages.slice(0, -most), ...comments, ...notifications.slice(most)].map(({ id }) => id)
  }, entriesCompared)
  return withoutElements(lines, new Set(shown))
}

/** Leaves out elements by their ids, with all that is in them, and what stands between entries. */
function withoutElements(lines: string[], ids: Set<string>): string[] {
  const kept: string[] = []
  let depth = 0
  for (const line of lines) {
    const isOut = depth > 0 || isLeftOut(line, ids)
    if (!isOut) kept.push(line)
    else depth += change(line)
  }
  return kept
}

function isLeftOut(line: string, ids: Set<string>): boolean {
  const id = / id="([^"]*)"/.exec(line)?.[1]
  const isBetween = /^<li class="(divider|inbox-day)/.test(line)
  const isWayOn = /^<(a|nav) [^>]*(data-older|class="(pagination|earlier-replies)")/.test(line)
  return isBetween || isWayOn || (id !== undefined && ids.has(id))
}

function change(line: string): number {
  if (line.startsWith('</')) return -1
  return /^<(input|br|hr|img|wbr)\b/.test(line) ? 0 : 1
}

function whereDifferent(live: string[], fresh: string[]): string | null {
  const place = live.findIndex((line, at) => line !== fresh[at])
  if (place === -1 && live.length === fresh.length) return null
  const at = place === -1 ? Math.min(live.length, fresh.length) : place
  const around = (lines: string[]): string => lines.slice(Math.max(0, at - 3), at + 5).join('\n    ')
  return `differs from the same page loaded now, at ${at} of ${fresh.length}\n  live:\n    ${around(live)}\n  loaded now:\n    ${around(fresh)}`
}
