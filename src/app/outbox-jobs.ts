import { deleteRoomMessages, tellRoomsLeft } from '../chat/index.ts'
import {
  mentionsRead,
  notificationsChanged,
  notifyAdded,
  notifyAssigned,
  notifyCommented,
  notifyMentioned,
} from '../notifications/index.ts'
import type { AnyOutboxJob } from '../platform/jobs/job.ts'
import { endConnections } from '../users/index.ts'

/** Everything that a change may owe. */
export const outboxJobs: AnyOutboxJob[] = [
  notifyMentioned,
  notifyCommented,
  notifyAssigned,
  notifyAdded,
  notificationsChanged,
  mentionsRead,
  deleteRoomMessages,
  tellRoomsLeft,
  endConnections,
]
