import { expect, test } from 'vitest'
import { processParser, skippingOwn } from '../../../src/platform/live/process-parser.ts'

const parser = skippingOwn(() => 'own001')

test('what another process or the worker tells is read whole', () => {
  for (const sender of ['own002', 'emitter']) {
    const message = [
      sender,
      { nsp: '/', data: ['changes', { words: 'won’t own001 ["own001",' }] },
      { rooms: ['room:1'], except: [] },
    ]
    expect(parser.decode(processParser.encode(message))).toEqual(message)
  }
})

test('of what the process told itself only the sender is read', () => {
  expect(parser.decode(parser.encode(['own001', { nsp: '/' }, {}]))).toEqual(['own001'])
  expect(parser.decode(Buffer.from('["own001",and no JSON at all'))).toEqual(['own001'])
})
