import { oneOf, type Act } from './act.ts'

export const taskActs: Act[] = [
  {
    name: 'add a task',
    weight: 3,
    run: async (stage, { person }) => {
      await stage.ledger.createTask(person, oneOf(stage, stage.board.columnIds) ?? 0)
      return true
    },
  },
  {
    name: 'rename a task',
    weight: 6,
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
    weight: 9,
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
]
