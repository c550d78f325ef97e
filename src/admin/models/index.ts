import type { AnyAdminModel } from '../model.ts'
import { audit } from './audit.ts'
import { boardMembers } from './board-members.ts'
import { boards } from './boards.ts'
import { columns } from './columns.ts'
import { comments } from './comments.ts'
import { invitations } from './invitations.ts'
import { labels } from './labels.ts'
import { messages } from './messages.ts'
import { notifications } from './notifications.ts'
import { outbox } from './outbox.ts'
import { roomMembers } from './room-members.ts'
import { rooms } from './rooms.ts'
import { tasks } from './tasks.ts'
import { typingStatuses } from './typing-statuses.ts'
import { users } from './users.ts'

/** Every model of the admin site, in the order in which its front page names them. A new one is a file beside this, and a line here. */
export const adminModels: AnyAdminModel[] = [
  users,
  boardMembers,
  invitations,
  boards,
  columns,
  tasks,
  labels,
  rooms,
  roomMembers,
  messages,
  comments,
  notifications,
  typingStatuses,
  outbox,
  audit,
]
