import type { MentionedNames } from '../mentions/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { MessageView } from './messages.queries.ts'

/** A message that is to be written. */
export interface Post {
  roomId: number
  author: Actor
  content: string
  clientId: string
  /** Whom the text may name: looked up among those who see the room. */
  names: MentionedNames
}

/** What became of a post: its message, or why it can't be written. */
export type PostOutcome = MessageView | Error

/** The author and the client id: what makes a post the same post. */
export function keyOf({ author, clientId }: Post): string {
  return `${author.id} ${clientId}`
}
