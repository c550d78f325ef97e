import type { Act } from './act.ts'

export const inboxActs: Act[] = [
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
    weight: 3,
    run: async (stage, { person }) => {
      await stage.ledger.ask(person, 'POST', '/api/v1/notifications/read-all', {})
      return true
    },
  },
]
