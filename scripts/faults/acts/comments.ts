import type { Page } from '@playwright/test'
import type { Sent } from '../ledger.ts'
import type { Stage } from '../stage.ts'
import { oneOf, someoneElse, type Act } from './act.ts'
import { deleteOne, editOne } from './corrections.ts'

const address = '/api/v1/comments'
/** So few tasks are talked about that several talk about the same. */
const tasksTalkedAbout = 3

export const commentActs: Act[] = [
  {
    name: 'write a comment in a page',
    weight: 4,
    on: ['thread', 'task', 'panel'],
    run: async (stage, { person, page }) => {
      if (!(await isFree(page))) return false
      const stop = page.locator('[data-thread] [data-stop-replying]')
      if (await stop.isVisible()) await stop.click()
      await say(stage, page, stage.ledger.comment(person, stage.threadTaskId, someoneElse(stage, person)))
      return true
    },
  },
  {
    name: 'answer a comment in a page',
    weight: 3,
    on: ['thread', 'task', 'panel'],
    run: async (stage, { person, page }) => {
      const parent = oneOf(stage, answerable(stage, stage.threadTaskId).slice(-10))
      if (!parent || !(await isFree(page))) return false
      parent.isAnswered = true
      await page.locator(`[data-thread] [data-answer="${parent.id}"]`).click()
      await say(stage, page, stage.ledger.comment(person, stage.threadTaskId, someoneElse(stage, person)))
      return true
    },
  },
  {
    name: 'post a comment through the API',
    weight: 6,
    run: async (stage, { person }) => {
      await stage.ledger.post(stage.ledger.comment(person, talkedAbout(stage), someoneElse(stage, person)), 'comment')
      return true
    },
  },
  {
    name: 'answer a comment through the API',
    weight: 6,
    run: async (stage, { person }) => {
      const taskId = talkedAbout(stage)
      const parent = oneOf(stage, answerable(stage, taskId).slice(-10))
      if (!parent) return false
      const sent = stage.ledger.comment(person, taskId, someoneElse(stage, person))
      sent.parent = parent
      await stage.ledger.post(sent, 'comment')
      return true
    },
  },
  {
    name: 'edit a comment',
    weight: 6,
    run: (stage, { person }) => editOne(stage, person, stage.ledger.comments, address),
  },
  {
    name: 'delete a comment',
    weight: 3,
    run: (stage, { person }) => deleteOne(stage, person, stage.ledger.comments, address),
  },
]

function field(page: Page) {
  return page.locator('[data-thread] textarea[name="content"]')
}

/** Whether there is a thread to write into, and nothing in it that could not be sent before. */
async function isFree(page: Page): Promise<boolean> {
  return (await field(page).count()) > 0 && (await field(page).inputValue()) === ''
}

async function say({ ledger }: Stage, page: Page, sent: Sent): Promise<void> {
  // The space behind a mention closes the list of suggestions.
  await field(page).fill(`${sent.contents[0]} `)
  // What the page says it answers, and not what it was asked for: it may have been loaded again meanwhile.
  const parentId = await page.locator('[data-thread] [data-parent-id]').inputValue()
  sent.parent = ledger.comments.find(({ id }) => id !== undefined && id === parentId)
  await field(page).press('Enter')
  sent.isTaken = (await field(page).inputValue()) === ''
}

function talkedAbout(stage: Stage): number {
  return oneOf(stage, stage.ledger.tasks.slice(0, tasksTalkedAbout))?.id ?? stage.threadTaskId
}

function answerable({ ledger }: Stage, taskId: number): Sent[] {
  return ledger.comments.filter(
    ({ placeId, id, parent, isDeleted }) => placeId === taskId && id !== undefined && !parent && isDeleted === false,
  )
}
