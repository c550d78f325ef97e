import * as z from 'zod'
import type { Actor } from '../platform/actor.ts'
import { signedIn } from '../platform/door.ts'
import { json, page } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import type { Services } from '../platform/services.ts'
import { greet } from './greeting.ts'
import { doneByOthers } from './lately.queries.ts'
import { myTallies, myTasks, shows, sorts, type Show, type Sort } from './my-tasks.queries.ts'
import { boardTiles, type BoardTile } from './tiles.queries.ts'

/** How many of my tasks stand on the page, how many with `?all=1`, and how many deeds of others. */
const firstTasks = 20
const mostTasks = 200
const latelyShown = 8

const wanted = z.object({
  show: z.enum(shows, 'is mine, soon or overdue').default('mine'),
  sort: z.enum(sorts, 'is urgency, due, priority or newest').default('urgency'),
})

/** My work: what waits for me, my boards, and what others did. */
const home = route({
  method: 'get',
  path: '/',
  // An address with a word that is unknown shows what it shows without it.
  input: z.object({
    show: wanted.shape.show.catch('mine'),
    sort: wanted.shape.sort.catch('urgency'),
    all: z.literal('1').optional().catch(undefined),
  }),
  door: signedIn,
  handle: async ({ services, access: actor, input, today, timeZone }) => {
    const { show, sort } = input
    const limit = input.all ? mostTasks : firstTasks
    return page('home/home', {
      title: 'My work',
      breadcrumbs: [{ name: 'My work' }],
      locals: {
        ...(await readMyWork(services, actor, { show, sort, today, limit })),
        greeting: greet(new Date(), timeZone),
        show,
        sort,
        all: input.all,
        today,
      },
    })
  },
})

interface Wanted {
  show: Show
  sort: Sort
  today: string
  limit: number
}

async function readMyWork({ db }: Services, actor: Actor, wish: Wanted) {
  const [boards, tallies, tasks, lately] = await Promise.all([
    boardTiles(db, actor, wish.today),
    myTallies(db, actor, wish.today),
    myTasks(db, actor, wish),
    doneByOthers(db, actor, latelyShown),
  ])
  const isCut = wish.limit === mostTasks && tasks.length < tallies[wish.show]
  return { boards, tallies, tasks, lately, isCut, completion: completionOf(boards) }
}

function completionOf(boards: BoardTile[]): { done: number; total: number } {
  const sum = (count: 'doneCount' | 'taskCount'): number => boards.reduce((total, board) => total + board[count], 0)
  return { done: sum('doneCount'), total: sum('taskCount') }
}

const tasksApi = route({
  method: 'get',
  path: '/api/v1/me/tasks',
  input: wanted,
  door: signedIn,
  handle: async ({ services: { db }, access: actor, input, today }) => {
    const [tallies, items] = await Promise.all([
      myTallies(db, actor, today),
      myTasks(db, actor, { ...input, today, limit: mostTasks }),
    ])
    return json({ items, tallies, nextCursor: null })
  },
})

const boardsApi = route({
  method: 'get',
  path: '/api/v1/boards',
  door: signedIn,
  handle: async ({ services, access: actor, today }) =>
    json({ items: await boardTiles(services.db, actor, today), nextCursor: null }),
})

export const routes = [home, tasksApi, boardsApi]
