import * as z from 'zod'
import { json, page } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { positionInAddress } from '../platform/ids.ts'
import { activityOf } from './activity.queries.ts'
import { boardCrumb } from './board-crumb.ts'
import { boardParams } from './board-fields.ts'
import { boardReader } from './boards.policy.ts'
import { findBoard } from './boards.queries.ts'

const stretch = z.object({ before: positionInAddress.optional() })

/** What was done on the board, newest first. */
const activityPage = route({
  method: 'get',
  path: '/boards/:boardId/activity/',
  params: boardParams,
  input: stretch,
  door: boardReader,
  handle: async ({ services, access, input: { before } }) => {
    // The version is read before what it counts: a change in between is told live, once more at worst.
    const board = await findBoard(services.db, access)
    const { items, nextCursor } = await activityOf(services.db, access, before)
    return page('boards/activity', {
      title: `Activity on ${board.name}`,
      pageKind: 'activity',
      breadcrumbs: [boardCrumb(board), { name: 'Activity' }],
      currentBoardId: board.id,
      // What happens is put on top of the newest page, and of no other.
      locals: { board, isNewest: before === undefined, activities: items, nextBefore: nextCursor },
    })
  },
})

const listApi = route({
  method: 'get',
  path: '/api/v1/boards/:boardId/activity',
  params: boardParams,
  input: stretch,
  door: boardReader,
  handle: async ({ services, access, input: { before } }) => json(await activityOf(services.db, access, before)),
})

export const routes = [activityPage, listApi]
