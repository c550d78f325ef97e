import type { Claimed } from '../platform/claims/claims.ts'
import type { ChannelName } from '../platform/live/channel.ts'
import type { SocketWatcher } from '../platform/live/socket-watcher.ts'
import { perServices } from '../platform/per-services.ts'
import type { Services } from '../platform/services.ts'
import { OwnPeople } from './own-people.ts'
import { asClaim, asStatus, type Status } from './status.ts'

const peopleOf = perServices((services) => {
  services.claims.watch((changed) => {
    tellBoards(services, changed).catch((err: unknown) => services.log.error({ err }, 'could not tell who is here'))
  })
  return new OwnPeople((userId, status) => services.claims.claim(String(userId), asClaim(status)))
})

/** Counts whoever has a socket as active, until they say otherwise. */
export const watchPresence: SocketWatcher = (services, { id, actor }) => {
  const people = peopleOf(services)
  people.set(actor.id, id, 'active')
  return () => people.closed(actor.id, id)
}

/** Takes down what somebody says of themselves in one tab. */
export function setStatus(services: Services, userId: number, socketId: string, status: Status): void {
  peopleOf(services).set(userId, socketId, status)
}

/** Tells those who look at a board that somebody on it is here, away, or gone. */
async function tellBoards({ db, tell }: Services, changed: Claimed[]): Promise<void> {
  const statuses = new Map(changed.map(([userId, claim]) => [Number(userId), asStatus(claim)]))
  const people = await db.user.findMany({
    where: { id: { in: [...statuses.keys()] } },
    select: { id: true, username: true, memberships: { where: { leftAt: null }, select: { boardId: true } } },
  })
  for (const { id, username, memberships } of people) {
    const channels = memberships.map(({ boardId }): ChannelName => `board:${boardId}`)
    if (channels.length > 0) tell(channels, 'presence:changed', { user: { id, username }, status: statuses.get(id) })
  }
}
