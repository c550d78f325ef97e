import type { Sent } from '../ledger.ts'
import type { Stage } from '../stage.ts'
import { someoneElse, type Act } from './act.ts'
import { deleteOne, editOne } from './corrections.ts'

const address = '/api/v1/messages'

export const messageActs: Act[] = [
  {
    name: 'write a message in a page',
    weight: 6,
    on: ['room', 'board'],
    run: async (stage, { person, page }) => {
      const field = page.locator('[data-talk] textarea[name="content"]')
      if ((await field.count()) === 0 || (await field.inputValue()) !== '') return false
      const sent = stage.ledger.write(person, stage.board.roomId, someoneElse(stage, person))
      // The space behind a mention closes the list of suggestions.
      await field.fill(`${sent.contents[0]} `)
      await field.press('Enter')
      sent.isTaken = (await field.inputValue()) === ''
      return true
    },
  },
  {
    name: 'post a message through the API',
    weight: 12,
    run: async (stage, { person }) => {
      await stage.ledger.post(stage.ledger.write(person, stage.board.roomId, someoneElse(stage, person)), 'message')
      return true
    },
  },
  {
    name: 'edit a message',
    weight: 9,
    run: (stage, { person }) => editOne(stage, person, inMainRoom(stage), address),
  },
  {
    name: 'delete a message',
    weight: 3,
    run: (stage, { person }) => deleteOne(stage, person, inMainRoom(stage), address),
  },
]

/** In the others whoever wrote something may have been put out meanwhile. */
function inMainRoom({ ledger, board }: Stage): Sent[] {
  return ledger.messages.filter(({ placeId }) => placeId === board.roomId)
}
