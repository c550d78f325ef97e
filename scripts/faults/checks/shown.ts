import type { Page } from '@playwright/test'
import type { Db } from '../../../src/platform/db/index.ts'
import type { OpenPage, Stage } from '../stage.ts'

/** A page that was open all the time shows everything from its first entry on, each once, in order. */
export async function checkShown(db: Db, { pages, board, threadTaskId }: Stage): Promise<string[]> {
  const inOrder = { orderBy: { position: 'asc' }, select: { id: true, parentId: true } } as const
  const messages = await db.chatMessage.findMany({
    where: { roomId: board.roomId },
    orderBy: { position: 'asc' },
    select: { id: true },
  })
  const comments = await db.taskThreadComment.findMany({ where: { taskId: threadTaskId }, ...inOrder })
  const tops = comments.filter(({ parentId }) => parentId === null)
  const problems = await Promise.all(
    pages.map(async (open) => [
      ...areLast(open, 'messages', await idsIn(open.page, '[data-messages] > .message'), messages.map(idOf)),
      ...areLast(open, 'comments', await idsIn(open.page, '[data-entries] > .thread-entry'), tops.map(idOf)),
    ]),
  )
  return problems.flat()
}

async function idsIn(page: Page, selector: string): Promise<string[]> {
  const ids = await page.locator(selector).evaluateAll((entries) => entries.map(({ id }) => id))
  return ids.map((id) => id.replace(/^(message|comment)-/, '').replace(/-entry$/, ''))
}

function idOf({ id }: { id: string }): string {
  return id
}

function areLast({ name }: OpenPage, kind: string, shown: string[], stored: string[]): string[] {
  const expected = shown.length === 0 ? [] : stored.slice(-shown.length)
  return shown.join(' ') === expected.join(' ')
    ? []
    : [`${name}: its ${shown.length} ${kind} are not the last ones in order`]
}
