import { boardSocketEvents, readActivityChanges, readBoardDetailsChanges } from '../boards/index.ts'
import { chatSocketEvents, readMyRoomChanges, readRoomChanges, unreadSocketEvents } from '../chat/index.ts'
import { readColumnChanges } from '../columns/index.ts'
import { commentSocketEvents } from '../comments/index.ts'
import { readLabelChanges } from '../labels/index.ts'
import { readMemberChanges } from '../members/index.ts'
import { notificationSocketEvents } from '../notifications/index.ts'
import type { AnySocketEvent } from '../platform/live/socket-event.ts'
import type { SocketWatcher } from '../platform/live/socket-watcher.ts'
import { presenceSocketEvents, watchPresence } from '../presence/index.ts'
import { readTaskChanges } from '../tasks/index.ts'

/** All events that a client may send, slice by slice. */
export const socketEvents: AnySocketEvent[] = [
  ...boardSocketEvents([
    readBoardDetailsChanges,
    readMemberChanges,
    readLabelChanges,
    readColumnChanges,
    readTaskChanges,
    readRoomChanges,
    readActivityChanges,
  ]),
  ...commentSocketEvents,
  ...presenceSocketEvents,
  ...chatSocketEvents,
  ...unreadSocketEvents,
  ...notificationSocketEvents([readMyRoomChanges]),
]

/** Those who are told of sockets that come and go. */
export const socketWatchers: SocketWatcher[] = [watchPresence]
