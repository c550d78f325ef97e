import { randomInt, randomUUID } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { HttpClient } from './http-client.ts'

const password = 'a long enough password'

/** What the server answers to a socket event, docs/protocol.md. */
export type Answer<Facts = object> =
  ({ ok: true } & Facts) | { ok: false; error: { code: string; message: string; fields?: Record<string, string> } }

/** Somebody with an account, signed in. */
export interface Person {
  id: number
  username: string
  displayName: string
  email: string
  password: string
  http: HttpClient
}

/** Makes the administrator's account of a fresh instance, without the sample board. */
export async function setUpAdministrator(url: string, displayName = 'Ada Admin'): Promise<Person> {
  return enrol(url, '/accounts/setup/', displayName)
}

/** Makes an account; the username is the first name with something behind it that makes it unique. */
export async function register(url: string, displayName: string): Promise<Person> {
  return enrol(url, '/accounts/register/', displayName)
}

/** Signs in once more, as on a second device. */
export async function signIn(url: string, { username, password: secret }: Person): Promise<HttpClient> {
  const http = new HttpClient(url, anyAddress())
  const { status } = await http.submit('/accounts/login/', { username, password: secret })
  if (status !== 303) throw new Error(`${username} could not sign in: ${status}`)
  return http
}

/** Opens a socket with this person's session, which reconnects by itself, and resolves when it is connected. */
export async function connectSocket(http: HttpClient): Promise<Socket> {
  const socket = io(http.url, {
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 100,
    reconnectionDelayMax: 500,
    extraHeaders: { cookie: http.cookieHeader() },
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return socket
}

/** Asks over a socket. @throws when there is no answer within `withinMs` */
export async function ask<Facts>(
  socket: Socket,
  event: string,
  payload: object,
  withinMs = 5_000,
): Promise<Answer<Facts>> {
  return (await socket.timeout(withinMs).emitWithAck(event, payload)) as Answer<Facts>
}

/** An address for X-Forwarded-For that no other person of the run is likely to have. */
export function anyAddress(): string {
  return `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`
}

async function enrol(url: string, path: string, displayName: string): Promise<Person> {
  const http = new HttpClient(url, anyAddress())
  const firstName = displayName.split(' ')[0]?.toLowerCase() ?? ''
  const username = `${firstName}-${randomUUID().slice(0, 8)}`
  const email = `${username}@example.org`
  const { status, text } = await http.submit(path, { displayName, username, email, password })
  if (status !== 303) throw new Error(`${username} got no account: ${status} ${text}`)
  const { user } = await http.call<{ user: { id: number } }>('GET', '/api/v1/me')
  return { id: user.id, username, displayName, email, password, http }
}
