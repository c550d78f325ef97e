import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Socket } from 'socket.io-client'
import { ask, connectSocket, type Person } from '../support/people.ts'

/** A message that the server said it has taken. */
export interface Acknowledged {
  id: string
  clientId: string
  authorId: number
  content: string
  mentionedId: number
  version: number
}

/** What may be tried again, docs/protocol.md. */
const retryable = ['rate_limited', 'unavailable', 'internal']

/** A socket that comes back whatever happens, as the browser's does. */
export async function connectForGood(person: Person): Promise<Socket> {
  const socket = await connectSocket(person.http)
  const again = (): void => void setTimeout(() => socket.connect(), 200)
  socket.on('disconnect', (reason) => reason === 'io server disconnect' && again())
  socket.on('connect_error', () => !socket.active && again())
  return socket
}

export interface Posting {
  author: Person
  roomId: number
  /** Whom the messages mention, in turn. */
  others: Person[]
  random: () => number
  isOver: () => boolean
  /** Called for each message that was taken. */
  acknowledged: (post: Acknowledged) => void
}

/** Posts one message after the other, each until it is acknowledged, until it is over. */
export async function keepPosting({ author, roomId, others, random, isOver, acknowledged }: Posting): Promise<void> {
  const socket = await connectForGood(author)
  for (let number = 1; !isOver(); number += 1) {
    const mentioned = others[number % others.length] as Person
    const content = `@${mentioned.username} number ${number} of ${author.username}`
    const clientId = randomUUID()
    const { id, version } = await postUntilAcknowledged(socket, { roomId, content, clientId })
    acknowledged({ id, version, clientId, authorId: author.id, content, mentionedId: mentioned.id })
    await delay(random() * 40)
  }
  socket.disconnect()
}

async function postUntilAcknowledged(socket: Socket, post: object): Promise<{ id: string; version: number }> {
  for (;;) {
    const answer = await ask<{ message: { id: string; version: number } }>(socket, 'message:post', post, 3_000).catch(
      () => undefined,
    )
    if (answer?.ok) return answer.message
    if (answer && !retryable.includes(answer.error.code)) throw new Error(`refused: ${JSON.stringify(answer.error)}`)
    await delay(100)
  }
}
