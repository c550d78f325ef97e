import type { Page } from '@playwright/test'
import { composer } from '../../tests/support/talk.ts'
import type { Person } from '../../tests/support/people.ts'
import type { Sent } from './ledger.ts'
import type { OpenPage, Stage } from './stage.ts'

/** Something that a person does, in one of their pages or through the API. */
export interface Act {
  name: string
  /** How often it is done, beside the others. */
  weight: number
  /** In which page; through the API where there is none. */
  on?: OpenPage['kind'][]
  /** Answers whether there was something to do it to. */
  run(stage: Stage, place: { person: Person; page: Page; isOver: () => boolean }): Promise<boolean>
}

export const acts: Act[] = [
  {
    name: 'write a message in a page',
    weight: 6,
    on: ['room', 'board'],
    run: async (stage, { person, page }) => {
      const field = composer(page)
      if ((await field.count()) === 0 || (await field.inputValue()) !== '') return false
      const sent = stage.ledger.write(person, someoneElse(stage, person))
      // The space behind a mention closes the list of suggestions.
      await field.fill(`${sent.contents[0]} `)
      await field.press('Enter')
      sent.isTaken = (await field.inputValue()) === ''
      return true
    },
  },
  {
    name: 'post a message through the API',
    weight: 4,
    run: async (stage, { person, isOver }) => {
      await stage.ledger.post(stage.ledger.write(person, someoneElse(stage, person)), stage.board.roomId, isOver)
      return true
    },
  },
  {
    name: 'edit a message',
    weight: 3,
    run: async (stage, { person }) => {
      const sent = oneOf(stage, stage.ledger.messages.filter(isChangeable(person)))
      if (!sent) return false
      const content = `${sent.contents[0]?.replace(/ #\d+$/, '')} #${stage.ledger.next()}`
      const { outcome } = await stage.ledger.ask(person, 'PATCH', `/api/v1/messages/${sent.id}`, { content })
      if (outcome === 'taken') sent.contents = [content]
      if (outcome === 'taken') sent.edits += 1
      if (outcome === 'unsure') sent.contents.push(content)
      if (outcome === 'unsure') sent.unsure += 1
      return true
    },
  },
  {
    name: 'delete a message',
    weight: 1,
    run: async (stage, { person }) => {
      const sent = oneOf(stage, stage.ledger.messages.filter(isChangeable(person)))
      if (!sent) return false
      const { outcome } = await stage.ledger.ask(person, 'DELETE', `/api/v1/messages/${sent.id}`)
      if (outcome === 'taken') sent.edits += 1
      if (outcome === 'unsure') sent.unsure += 1
      if (outcome !== 'refused') sent.isDeleted = outcome === 'taken' ? true : 'unsure'
      return true
    },
  },
  {
    name: 'add a task',
    weight: 1,
    run: async (stage, { person }) => {
      await stage.ledger.createTask(person, oneOf(stage, stage.board.columnIds) ?? 0)
      return true
    },
  },
  {
    name: 'rename a task',
    weight: 2,
    run: async (stage, { person }) => {
      const task = oneOf(stage, stage.ledger.tasks)
      if (!task) return false
      const title = `${task.titles[0]?.replace(/ #\d+$/, '')} #${stage.ledger.next()}`
      const { outcome } = await stage.ledger.ask(person, 'PATCH', `/api/v1/tasks/${task.id}`, { title })
      if (outcome === 'unsure') task.titles.push(title)
      // Two may rename one task at once.
      if (outcome === 'taken') task.titles = [title, ...task.titles]
      return true
    },
  },
  {
    name: 'move a task through the API',
    weight: 3,
    run: async (stage, { person }) => {
      const [task, columnId] = [oneOf(stage, stage.ledger.tasks), oneOf(stage, stage.board.columnIds)]
      if (!task) return false
      await stage.ledger.ask(person, 'POST', `/api/v1/tasks/${task.id}/move`, { columnId })
      return true
    },
  },
  {
    name: 'move a task with the keys',
    weight: 3,
    on: ['board'],
    run: async (stage, { page }) => {
      const links = page.locator('[data-board] .task-title a')
      const place = Math.floor(stage.random() * (await links.count()))
      await links.nth(place).focus()
      for (const key of [' ', ['ArrowRight', 'ArrowLeft', 'ArrowDown'][place % 3] ?? '', ' '])
        await page.keyboard.press(key)
      return true
    },
  },
  {
    name: 'mark a notification as read in the inbox',
    weight: 2,
    on: ['inbox'],
    run: async (_, { page }) => {
      const button = page.locator('.notification[data-unread] button[formaction]').first()
      if ((await button.count()) === 0) return false
      await button.click()
      return true
    },
  },
  {
    name: 'mark all notifications as read',
    weight: 1,
    run: async (stage, { person }) => {
      await stage.ledger.ask(person, 'POST', '/api/v1/notifications/read-all', {})
      return true
    },
  },
]

function isChangeable(person: Person): (sent: Sent) => boolean {
  return ({ author, id, isDeleted, unsure }) =>
    author === person && id !== undefined && isDeleted === false && unsure < 3
}

function someoneElse({ people, random }: Stage, person: Person): Person | undefined {
  return random() < 0.5
    ? people.filter((other) => other !== person)[Math.floor(random() * (people.length - 1))]
    : undefined
}

export function oneOf<Element>({ random }: { random: () => number }, elements: Element[]): Element | undefined {
  return elements[Math.floor(random() * elements.length)]
}
