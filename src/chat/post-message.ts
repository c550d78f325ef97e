import { mentionedNames } from '../mentions/index.ts'
import type { Draft } from '../platform/change.ts'
import { createGroupCommit, floodPace } from '../platform/group-commit.ts'
import { postLimit } from '../platform/limits.ts'
import { perServices } from '../platform/per-services.ts'
import type { Services } from '../platform/services.ts'
import type { NewMessage } from './chat-fields.ts'
import type { RoomPosting } from './chat.policy.ts'
import { commitPosts, writePostsIn } from './commit-posts.ts'
import type { MessageView } from './messages.queries.ts'
import type { Post, PostOutcome } from './posts.ts'

const groups = perServices((services) => createGroupCommit((posts: Post[]) => commitPosts(services, posts), floodPace))

/**
 * Posts a message. Posts that arrive while others are being written are written together; each is answered after its commit.
 * Posting again with the same `clientId` gives the first one's answer.
 * @throws {RateLimited} when the author posts too much
 * @throws {Conflict}, {NotFound} or {Forbidden} when the room was put away or deleted, or the author lost their place in it or the right
 *   to write, since the door looked
 */
export async function postMessage(services: Services, access: RoomPosting, given: NewMessage): Promise<MessageView> {
  await services.limits.consume(postLimit(services.settings), String(access.board.actor.id))
  return messageOf(await groups(services).add(postOf(access, given)))
}

/**
 * The same as a part of another change, and without a limit: for the admin site.
 * @throws {Conflict}, {NotFound} or {Forbidden} as above
 */
export async function postMessageIn(
  services: Services,
  draft: Draft,
  access: RoomPosting,
  given: NewMessage,
): Promise<MessageView> {
  const [outcome] = await writePostsIn(services, draft, [postOf(access, given)])
  return messageOf(outcome as PostOutcome)
}

function postOf({ roomId, board }: RoomPosting, { content, clientId }: NewMessage): Post {
  return { roomId, author: board.actor, content, clientId, names: mentionedNames(content) }
}

function messageOf(outcome: PostOutcome): MessageView {
  if (outcome instanceof Error) throw outcome
  return outcome
}
