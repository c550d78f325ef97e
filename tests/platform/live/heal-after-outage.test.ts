import { afterAll, beforeAll, expect, test } from 'vitest'
import { tellAfterOutage } from '../../../src/platform/live/heal-after-outage.ts'
import { createLog } from '../../../src/platform/log.ts'
import { connectRedis } from '../../../src/platform/redis.ts'
import { startTestRedis, type TestRedis } from '../../support/redis.ts'
import { until } from '../../support/until.ts'

const log = createLog('test', 'silent')

let redis: TestRedis
beforeAll(async () => {
  redis = await startTestRedis()
})
afterAll(() => redis.stop())

test('an outage that lasts since before the first connection is told too; a first connection is not', async () => {
  const told: string[] = []
  const early = connectRedis(redis.url, 'publisher', log)
  tellAfterOutage(early, () => told.push('early'))
  await until('the first connection', () => early.status === 'ready')
  await redis.kill()
  const late = connectRedis(redis.url, 'publisher', log)
  tellAfterOutage(late, () => told.push('late'))
  await until('the first attempt has failed', () => late.status === 'reconnecting')
  expect(told).toEqual([])
  await redis.startAgain()
  await until('both are told', () => told.length === 2)
  expect(told.toSorted()).toEqual(['early', 'late'])
  for (const client of [early, late]) client.disconnect()
})
