/** A live channel: `room:7`, `board:7`, `user:7`. */
export type ChannelName = `${'room' | 'board' | 'task' | 'user'}:${number}`

/** What the browser does with a piece of HTML (docs/protocol.md). `target` is a CSS selector. */
export type Patch =
  | { op: 'append'; target: string; html: string }
  | { op: 'replace'; target: string; html: string }
  | { op: 'remove'; target: string }
  | { op: 'place'; target: string; html: string; after: string | null }

/** One durable change, as it is told to whoever follows the channel: its type, its version, its patches and its facts. */
export interface LiveChange {
  type: string
  version: number
  patches: Patch[]
  [fact: string]: unknown
}

/** The answer to a join: where the channel stands, and what was missed since the version that the client holds. */
export interface CatchUp {
  version: number
  changes: LiveChange[]
  /** The client was away for too long: the page must be fetched anew. */
  reload?: true
}

/** Who was away for more changes than this is told to reload. */
export const catchUpLimit = 300
