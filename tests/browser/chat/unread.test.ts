import { expect, test } from 'vitest'
import { askForAll } from '../../../src/browser/chat/unread.ts'
import type { Live } from '../../../src/browser/live/channels.ts'

test('counts that the server could not say just now are not taken for said: they are asked for again', async () => {
  const error = { code: 'unavailable', message: 'Try again in a moment.' }
  const ask = (async () => ({ ok: false, error })) as Live['ask']
  await expect(askForAll({ ask })).rejects.toThrow('Try again in a moment.')
})
