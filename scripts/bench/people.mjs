// Two people, a board, a room and its first messages, made through the pages and the API that browsers use.
import { randomUUID } from 'node:crypto'

const password = 'a long enough password'
const messageCount = 50

/** @typedef {{ id: number, username: string, cookie: string, csrfToken: string }} Person someone signed in; `cookie` is a Cookie header */
/** @typedef {{ ana: Person, ben: Person, roomId: number }} People */

/**
 * Signs two people up on an empty instance and puts both into one room that holds 50 messages, some with a mention.
 * @param {import('./instance.mjs').Instance} instance
 * @returns {Promise<People>}
 */
export async function makePeople({ address }) {
  const ana = await signUp(address, '/accounts/setup/', 'ana')
  const ben = await signUp(address, '/accounts/register/', 'ben')
  const { board } = await callApi(address, ana, 'POST', '/api/v1/boards', { name: 'Bench' })
  await callApi(address, ana, 'POST', `/api/v1/boards/${board.id}/members`, { username: ben.username })
  const { room } = await callApi(address, ana, 'POST', `/api/v1/boards/${board.id}/rooms`, { name: 'measured' })
  for (let number = 1; number <= messageCount; number += 1) {
    const author = number % 2 ? ana : ben
    const content =
      number % 10 ? `Message ${number}: the quick brown fox jumps over the lazy dog.` : `@${ben.username} see ${number}`
    await callApi(address, author, 'POST', `/api/v1/rooms/${room.id}/messages`, { content, clientId: randomUUID() })
  }
  return { ana, ben, roomId: room.id }
}

/**
 * @param {string} address
 * @param {string} form
 * @param {string} username
 * @returns {Promise<Person>}
 */
async function signUp(address, form, username) {
  const page = await fetch(address + form)
  const token = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1]
  if (!token) throw new Error(`${form} has no token (${page.status})`)
  const fields = { _csrf: token, displayName: username, username, email: '', password }
  const answer = await fetch(address + form, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookieOf(page) },
    body: new URLSearchParams(fields),
  })
  if (answer.status !== 303) throw new Error(`${form} answered ${answer.status}`)
  const cookie = cookieOf(answer)
  const me = await fetch(`${address}/api/v1/me`, { headers: { cookie } })
  const { user, csrfToken } = await me.json()
  return { id: user.id, username, cookie, csrfToken }
}

/** @param {Response} response */
function cookieOf(response) {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

/**
 * Asks the JSON API.
 * @param {string} address
 * @param {Person} person
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @throws {Error} with what it answered when that was no success
 */
export async function callApi(address, { cookie, csrfToken }, method, path, body) {
  const answer = await fetch(address + path, {
    method,
    headers: { cookie, 'content-type': 'application/json', 'x-csrf-token': csrfToken },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}
