import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Person } from '../../tests/support/people.ts'
import type { KnownRoom } from './known-room.ts'

/** A message, or a comment, that somebody has sent. Its content begins with its token, which no other has. */
export interface Sent {
  token: string
  author: Person
  /** The id of the room, or of the task, in which it stands. */
  placeId: number
  /** The comment that it answers. */
  parent?: Sent | undefined
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
  /** Somebody answers it in a page, which would keep an answer to nothing unsent for ever. */
  isAnswered?: boolean
}

export interface MovedTask {
  id: number
  /** Where it may be; null when somebody has moved it in a page. */
  columnIds: number[] | null
  titles: string[]
}

/** How an act went: it was taken; it was not; nobody knows. */
export type Outcome = 'taken' | 'refused' | 'unsure'

export interface Answer {
  outcome: Outcome
  status: number | null
  facts: unknown
  text: string
}

/** Where something is sent to, and what the answer calls it. */
const places = {
  message: (roomId: number) => `/api/v1/rooms/${roomId}/messages`,
  comment: (taskId: number) => `/api/v1/tasks/${taskId}/comments`,
}

const askAgainMs = 500

/** What everyone has done, and what the server said to it. */
export class Ledger {
  readonly messages: Sent[] = []
  readonly comments: Sent[] = []
  readonly tasks: MovedTask[] = []
  readonly rooms: KnownRoom[] = []
  /** Names of private rooms of which nobody knows whether they were made: asked for twice they would be there twice. */
  readonly unsureRooms = new Set<string>()
  /** Whether somebody has muted the board; those who never tried are not in it. */
  readonly boardMuted = new Map<Person, boolean>()
  /** What the server refused although it had to be taken. */
  readonly surprises: string[] = []
  readonly counts = new Map<string, number>()
  #tokens = 0

  count(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
  }

  /** A number that nothing else has. */
  next(): number {
    this.#tokens += 1
    return this.#tokens
  }

  /** Takes down what somebody is about to say in a room. */
  write(author: Person, roomId: number, mentioned?: Person): Sent {
    return this.#write(this.messages, `m${this.next()}`, author, roomId, mentioned)
  }

  /** Takes down what somebody is about to say in a task's thread. */
  comment(author: Person, taskId: number, mentioned?: Person): Sent {
    return this.#write(this.comments, `c${this.next()}`, author, taskId, mentioned)
  }

  #write(list: Sent[], token: string, author: Person, placeId: number, mentioned: Person | undefined): Sent {
    const content = `${token} from ${author.displayName}${mentioned ? ` to @${mentioned.username}` : ''}`
    const state = { edits: 0, unsure: 0, isDeleted: false, isTaken: false }
    const sent: Sent = { token, author, placeId, contents: [content], ...state }
    list.push(sent)
    return sent
  }

  /**
   * Posts through the API until it is acknowledged, or refused for good.
   * @returns whether it was taken
   */
  async post(sent: Sent, kind: keyof typeof places): Promise<boolean> {
    sent.clientId = randomUUID()
    const { clientId, parent } = sent
    const body = { content: sent.contents[0], clientId, ...(parent && { parentId: parent.id }) }
    for (;;) {
      const { outcome, facts, text } = await this.ask(sent.author, 'POST', places[kind](sent.placeId), body)
      if (outcome === 'taken') {
        sent.isTaken = true
        sent.id = (facts as Record<string, { id: string }>)[kind]?.id ?? ''
        return true
      }
      // What it answers may have been deleted in the meantime.
      if (outcome === 'refused' && parent && parent.isDeleted !== false) return false
      if (outcome === 'refused') throw this.#surprise(`a ${kind} was refused: ${text}`)
      await delay(askAgainMs)
    }
  }

  async createTask(author: Person, columnId: number): Promise<void> {
    const title = `Task t${this.next()}`
    const answer = await this.ask(author, 'POST', `/api/v1/columns/${columnId}/tasks`, { title })
    if (answer.outcome !== 'taken') return
    const { task } = answer.facts as { task: { id: number } }
    this.tasks.push({ id: task.id, columnIds: [columnId], titles: [title] })
  }

  /**
   * Asks until it is done: for what is the same when it is done twice.
   * @param doneBy statuses by which a refusal says that an earlier attempt, which was not answered, has done it
   * @returns what the answer says; null after such a refusal
   */
  async insist(person: Person, method: string, path: string, body?: object, doneBy: number[] = []): Promise<unknown> {
    for (let tries = 0; ; tries += 1) {
      const { outcome, status, facts, text } = await this.ask(person, method, path, body)
      if (outcome === 'taken') return facts
      if (outcome === 'refused' && tries > 0 && status !== null && doneBy.includes(status)) return null
      if (outcome === 'refused') throw this.#surprise(`${method} ${path} was refused: ${text}`)
      await delay(askAgainMs)
    }
  }

  async ask({ http }: Person, method: string, path: string, body?: object): Promise<Answer> {
    try {
      const { status, text } = await http.request(method, path, body)
      if (status < 300) return { outcome: 'taken', status, facts: JSON.parse(text), text }
      const outcome = [429, 500, 502, 503].includes(status) ? 'unsure' : 'refused'
      return { outcome, status, facts: null, text: `${status} ${text}` }
    } catch (error) {
      return { outcome: 'unsure', status: null, facts: null, text: String(error) }
    }
  }

  #surprise(words: string): Error {
    this.surprises.push(words)
    return new Error(words)
  }
}
