import * as z from 'zod'
import { signedIn } from '../platform/door.ts'
import { json, page } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { greet } from './greeting.ts'
import { myTallies, myTasks, shows, sorts } from './my-tasks.queries.ts'
import { readMyWork } from './my-work.ts'
import { boardTiles } from './tiles.queries.ts'

/** How many of my tasks stand on the page, and how many with `?all=1`. */
const firstTasks = 20
const mostTasks = 200

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
    const { show, sort, all } = input
    const work = await readMyWork(services.db, actor, { show, sort, today, limit: all ? mostTasks : firstTasks })
    const isCut = all !== undefined && work.tasks.length < work.tallies[show]
    return page('home/home', {
      title: 'My work',
      breadcrumbs: [{ name: 'My work' }],
      locals: { ...work, isCut, greeting: greet(new Date(), timeZone), show, sort, all, today },
    })
  },
})

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
