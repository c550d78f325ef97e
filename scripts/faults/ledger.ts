import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Person } from '../../tests/support/people.ts'

/** A message that somebody has sent. Its content begins with its token, which no other has. */
export interface Sent {
  token: string
  author: Person
  /** Of those that the API took; of one that was written in a page nobody was told. */
  id?: string
  clientId?: string
  /** What it may say now: more than one when nobody knows whether an edit was taken. */
  contents: string[]
  edits: number
  /** Edits and deletions that may have been made or not. */
  unsure: number
  isDeleted: boolean | 'unsure'
  /** The page took it, or the server did: it has to arrive. */
  isTaken: boolean
}

export interface MovedTask {
  id: number
  /** Where it may be; null when somebody has moved it in a page. */
  columnIds: number[] | null
  titles: string[]
}

/** How an act went: it was taken; it was not; nobody knows. */
export type Outcome = 'taken' | 'refused' | 'unsure'

/** What everyone has done, and what the server said to it. */
export class Ledger {
  readonly messages: Sent[] = []
  readonly tasks: MovedTask[] = []
  readonly counts = new Map<string, number>()
  #tokens = 0

  count(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
  }

  write(author: Person, mentioned: Person | undefined): Sent {
    this.#tokens += 1
    const token = `m${this.#tokens}`
    const content = `${token} from ${author.displayName}${mentioned ? ` to @${mentioned.username}` : ''}`
    const sent: Sent = { token, author, contents: [content], edits: 0, unsure: 0, isDeleted: false, isTaken: false }
    this.messages.push(sent)
    return sent
  }

  /** Posts through the API until it is acknowledged. */
  async post(sent: Sent, roomId: number, isOver: () => boolean): Promise<void> {
    const clientId = randomUUID()
    sent.clientId = clientId
    const content = sent.contents[0]
    for (;;) {
      const answer = await this.ask(sent.author, 'POST', `/api/v1/rooms/${roomId}/messages`, { content, clientId })
      if (answer.outcome === 'taken') {
        sent.isTaken = true
        sent.id = (answer.facts as { message: { id: string } }).message.id
        return
      }
      if (answer.outcome === 'refused') throw new Error(`a post was refused: ${answer.text}`)
      if (isOver()) await delay(1000)
      await delay(200)
    }
  }

  async createTask(author: Person, columnId: number): Promise<void> {
    this.#tokens += 1
    const title = `Task t${this.#tokens}`
    const answer = await this.ask(author, 'POST', `/api/v1/columns/${columnId}/tasks`, { title })
    if (answer.outcome !== 'taken') return
    const { task } = answer.facts as { task: { id: number } }
    this.tasks.push({ id: task.id, columnIds: [columnId], titles: [title] })
  }

  /** A number that nothing else has. */
  next(): number {
    this.#tokens += 1
    return this.#tokens
  }

  async ask(
    { http }: Person,
    method: string,
    path: string,
    body?: object,
  ): Promise<{ outcome: Outcome; facts: unknown; text: string }> {
    try {
      const { status, text } = await http.request(method, path, body)
      if (status < 300) return { outcome: 'taken', facts: JSON.parse(text), text }
      return {
        outcome: [429, 500, 502, 503].includes(status) ? 'unsure' : 'refused',
        facts: null,
        text: `${status} ${text}`,
      }
    } catch (error) {
      return { outcome: 'unsure', facts: null, text: String(error) }
    }
  }
}
