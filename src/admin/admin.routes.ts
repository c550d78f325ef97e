import { page, type Reply } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import { siteAdmin } from '../platform/door.ts'
import type { Services } from '../platform/services.ts'
import { lastDeeds } from './audit.ts'
import { readHealth } from './health.queries.ts'
import { countRecords } from './list.queries.ts'
import { messagesADay } from './messages-a-day.queries.ts'
import { modelRoutes } from './model.routes.ts'
import { adminModels } from './models/index.ts'

const index = route({
  method: 'get',
  path: '/admin/',
  door: siteAdmin,
  handle: ({ services }) => drawIndex(services),
})

async function drawIndex(services: Services): Promise<Reply> {
  const { db } = services
  const [counts, health, deeds, days] = await Promise.all([
    countRecords(db, adminModels),
    readHealth(services),
    lastDeeds(db),
    messagesADay(db, new Date()),
  ])
  return page('admin/index', {
    title: 'Admin',
    pageKind: 'admin',
    breadcrumbs: [{ name: 'Admin' }],
    locals: { groups: grouped(counts), health, deeds, days, busiest: Math.max(1, ...days.map(({ count }) => count)) },
  })
}

function grouped(counts: Awaited<ReturnType<typeof countRecords>>): object[] {
  const names = [...new Set(adminModels.map(({ group }) => group))]
  return names.map((name) => ({
    name,
    models: adminModels
      .filter(({ group }) => group === name)
      .map(({ slug, one, many, addition }) => ({
        slug,
        one,
        many,
        ...counts.get(slug),
        canAdd: Boolean(addition),
      })),
  }))
}

export const routes = [index, ...adminModels.flatMap(modelRoutes)]
