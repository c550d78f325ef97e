import type { Act } from './acts/act.ts'
import { commentActs } from './acts/comments.ts'
import { inboxActs } from './acts/inbox.ts'
import { messageActs } from './acts/messages.ts'
import { ownPlaceActs } from './acts/own-places.ts'
import { roomActs } from './acts/rooms.ts'
import { taskActs } from './acts/tasks.ts'

/** All that people do. */
export const acts: Act[] = [...messageActs, ...commentActs, ...taskActs, ...inboxActs, ...roomActs, ...ownPlaceActs]
