/** One step that brings the page up to date; see docs/protocol.md. `target` is a CSS selector. */
export type Patch =
  | { op: 'append'; target: string; html: string }
  | { op: 'replace'; target: string; html: string }
  | { op: 'remove'; target: string }
  | { op: 'place'; target: string; html: string; after: string | null }

/** A person as events name them. */
export type Typist = { id: number; username: string }

/** A durable change of a channel. What else it carries depends on its `type`. */
export type Change = {
  type: string
  version: number
  patches: Patch[]
  message?: { id: string; author: { id: number } }
  comment?: { id: string; author: { id: number } }
  task?: { id: number; title?: string }
  label?: { id: number }
  activity?: { type: string }
  /** `isMember` where a place of one's own changed; `isDeleted` where the room is gone. */
  room?: { id: number; isMember?: boolean; isDeleted?: boolean }
  notification?: { id: string; isRead: boolean; room: { id: number } | null; commentId: string | null }
}

/** What the server tells about a channel: `version` is the last one told here. */
export type ChangesEvent = { channel: string; version: number; changes: Change[] }

/** How many messages a room has, and, of oneself, how many of them were read. */
export type UnreadEvent = { roomId: number; messageCount?: number; readCount?: number }

export type TypingEvent = { roomId: number; user: Typist }

/** How much a person is here. */
export type Presence = 'active' | 'away' | 'offline'
export type PresentPerson = { id: number; status: Presence }
export type PresenceEvent = { user: Typist; status: Presence }

export type AnswerError = { code: string; message: string; fields?: Record<string, string> }

/** Every question is answered by one of these two. */
export type Answer<Facts> = ({ ok: true } & Facts) | { ok: false; error: AnswerError }

/** What joining a channel answers. With `reload` the page part must be fetched anew. */
export type JoinFacts = { version: number; changes: Change[]; reload?: boolean; typing?: Typist[] }

const RETRYABLE = new Set(['rate_limited', 'unavailable', 'internal', 'unauthorized'])

/**
 * Whether the same question may succeed later. An ended session counts: the page goes to the sign-in form, and what was
 * kept is sent after it.
 */
export function isRetryable(code: string): boolean {
  return RETRYABLE.has(code)
}
