// Many people in many rooms, each signed in, without a thousand sign-up forms: rows in the database and sessions in Redis, as the
// application itself would have written them.
import { createHmac, randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { openCrowdStore } from './compiled.mjs'

const roomCount = 1000
const membersEach = 10
const sessionSeconds = 3600

/** @typedef {import('./crowd-store.ts').CrowdStore} CrowdStore */
/** @typedef {import('./crowd-store.ts').CrowdRoom} CrowdRoom */
/** @typedef {CrowdRoom['members'][number]} Someone */
/**
 * @typedef {object} Crowd
 * @property {CrowdRoom[]} rooms a thousand rooms of ten people
 * @property {CrowdStore} store close it in the end
 * @property {(someone: Someone) => string} cookieOf a Cookie header
 */

/**
 * @param {import('./instance.mjs').Instance} instance
 * @returns {Promise<Crowd>}
 */
export async function makeCrowd(instance) {
  const store = await openCrowdStore(instance.databaseUrl)
  const rooms = await store.makeRooms('crowd', roomCount, membersEach)
  const cookies = await signAllIn(instance, store.installationId, rooms)
  return { rooms, store, cookieOf: ({ id }) => cookies.get(id) ?? '' }
}

/**
 * @param {import('./instance.mjs').Instance} instance
 * @param {string} installationId
 * @param {CrowdRoom[]} rooms
 * @returns {Promise<Map<number, string>>}
 */
async function signAllIn(instance, installationId, rooms) {
  /** @type {Map<number, string>} */
  const cookies = new Map()
  const redis = new Redis(await instance.redisUrl())
  try {
    for (const { members } of rooms) {
      const pipeline = redis.pipeline()
      for (const { id } of members) {
        const sessionId = randomBytes(24).toString('base64url')
        pipeline.set(`taskflow:${installationId}:session:${sessionId}`, sessionOf(id), 'EX', sessionSeconds)
        cookies.set(id, `taskflow-${installationId.slice(-6)}=${signed(sessionId, instance.sessionSecret)}`)
      }
      await pipeline.exec()
    }
  } finally {
    redis.disconnect()
  }
  return cookies
}

/** @param {number} userId */
function sessionOf(userId) {
  const expires = new Date(Date.now() + sessionSeconds * 1000)
  const cookie = { originalMaxAge: sessionSeconds * 1000, expires, httpOnly: true, path: '/', sameSite: 'lax' }
  return JSON.stringify({ cookie, passport: { user: { id: userId, epoch: 0 } } })
}

/**
 * As express-session signs its cookie.
 * @param {string} sessionId
 * @param {string} secret
 */
function signed(sessionId, secret) {
  const signature = createHmac('sha256', secret).update(sessionId).digest('base64').replace(/=+$/, '')
  return encodeURIComponent(`s:${sessionId}.${signature}`)
}
