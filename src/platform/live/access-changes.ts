import type { ChannelName } from './channel.ts'

/** What someone may see or do has changed: told to every process, because any of them may hold that person's sockets. */
export interface AccessChanges {
  /** The person no longer sees these channels: their sockets leave at once, and their pages say why. */
  lost(userId: number, channels: ChannelName[], reason: string): void
  /** The person's rank changed: what sockets remember of it is forgotten. */
  changed(userId: number): void
  /** The session ended: its sockets are disconnected. */
  sessionEnded(sessionKey: string): void
  /** All sessions of the person ended: all their sockets are disconnected. */
  signedOut(userId: number): void
}

/** The message between processes. */
export type AccessNotice =
  | { kind: 'lost'; userId: number; channels: ChannelName[]; reason: string }
  | { kind: 'changed'; userId: number }
  | { kind: 'session-ended'; sessionKey: string }
  | { kind: 'signed-out'; userId: number }
  /** A process was cut off, or died, and could not say what it had to: everyone catches up. */
  | { kind: 'broadcasts-lost' }

/** The name of that message on Socket.IO's server-to-server bus. */
export const accessNoticeEvent = 'access:notice'

/** Turns access changes into notices for `send`, which has to reach every process, this one included. */
export function createAccessChanges(send: (notice: AccessNotice) => void): AccessChanges {
  return {
    lost: (userId, channels, reason) => send({ kind: 'lost', userId, channels, reason }),
    changed: (userId) => send({ kind: 'changed', userId }),
    sessionEnded: (sessionKey) => send({ kind: 'session-ended', sessionKey }),
    signedOut: (userId) => send({ kind: 'signed-out', userId }),
  }
}
