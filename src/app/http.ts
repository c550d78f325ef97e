import path from 'node:path'
import type { Express, RequestHandler } from 'express'
import { adminRoutes, recordQueueDeed } from '../admin/index.ts'
import { apiDocsRoutes } from '../api-docs/index.ts'
import { authRoutes } from '../auth/index.ts'
import { boardPageRoutes } from '../board-page/index.ts'
import { activityRoutes, boardApiRoutes, boardRoutes, boardsWithRooms, settingsRoutes } from '../boards/index.ts'
import {
  chatRoutes,
  mentionableInRoom,
  messageApiRoutes,
  messageFormRoutes,
  roomApiRoutes,
  roomMemberRoutes,
  roomMessagesApiRoutes,
  roomRoutes,
  roomSettingsRoutes,
} from '../chat/index.ts'
import {
  commentApiRoutes,
  commentFormRoutes,
  commentRoutes,
  mentionableInThread,
  readThread,
} from '../comments/index.ts'
import { archiveRoutes, columnApiRoutes, columnRoutes } from '../columns/index.ts'
import { homeRoutes } from '../home/index.ts'
import { labelApiRoutes, labelRoutes } from '../labels/index.ts'
import { invitationRoutes, joinRoutes, memberApiRoutes, memberRoutes } from '../members/index.ts'
import { mentionRoutes } from '../mentions/index.ts'
import { inboxState, notificationApiRoutes, notificationRoutes } from '../notifications/index.ts'
import { paletteRoutes } from '../palette/index.ts'
import { databaseKind } from '../platform/db/index.ts'
import { siteAdmin } from '../platform/door.ts'
import type { Panel } from '../platform/http/panel.ts'
import type { LoadShell } from '../platform/http/respond.ts'
import type { AnyRoute } from '../platform/http/route.ts'
import { createHttpApp } from '../platform/http/server.ts'
import type { Readiness } from '../platform/readiness.ts'
import type { Services } from '../platform/services.ts'
import { setupRoutes } from '../setup/index.ts'
import {
  stepApiRoutes,
  stepRoutes,
  taskApiRoutes,
  taskPageRoutes,
  taskRoutes,
  type ReadBeside,
} from '../tasks/index.ts'
import { transferRoutes } from '../transfer/index.ts'
import { keepTimeZone } from '../users/index.ts'
import { projectRoot, type Config } from './config.ts'
import type { Ground } from './ground.ts'

/** The web process's HTTP side. */
export function createApp(
  services: Services,
  { config, metrics }: Ground,
  session: RequestHandler[],
  readiness: Readiness,
): Express {
  return createHttpApp({
    services,
    routes: allRoutes(config),
    panels,
    metrics,
    metricsToken: config.metricsToken,
    session,
    readiness,
    publicFolder: path.join(projectRoot, 'public'),
    appOrigin: config.appOrigin,
    trustProxy: config.trustProxy,
    loadShell,
  })
}

/** What libraries serve by themselves. */
export const panels: Panel[] = [
  { path: '/admin/queues', door: siteAdmin, load: ({ jobs }, path) => jobs.board(path), record: recordQueueDeed },
]

/** All addresses. */
export function allRoutes(config: Config): AnyRoute[] {
  const routes = slicesRoutes(config)
  return [...routes, ...apiDocsRoutes(routes)]
}

function slicesRoutes(config: Config): AnyRoute[] {
  return [
    ...setupRoutes({
      address: config.appOrigin ?? `http://localhost:${config.port}`,
      database: databaseKind(config.databaseUrl) === 'postgres' ? 'PostgreSQL' : 'SQLite',
      redis: 'Connected',
    }),
    ...authRoutes,
    ...boardRoutes,
    ...boardApiRoutes,
    ...settingsRoutes,
    ...activityRoutes,
    // Before the page of a board: “import” is no board's id.
    ...transferRoutes,
    ...boardPageRoutes,
    ...homeRoutes,
    ...labelRoutes,
    ...labelApiRoutes,
    ...paletteRoutes,
    ...taskRoutes,
    ...taskPageRoutes(readThreadOf),
    ...stepRoutes(readThreadOf),
    ...stepApiRoutes,
    ...taskApiRoutes,
    ...columnRoutes,
    ...columnApiRoutes,
    ...memberRoutes,
    ...memberApiRoutes,
    ...invitationRoutes,
    ...joinRoutes,
    ...archiveRoutes,
    ...commentRoutes,
    ...commentFormRoutes,
    ...commentApiRoutes,
    ...mentionRoutes({ room: mentionableInRoom, task: mentionableInThread }),
    ...roomRoutes,
    ...roomSettingsRoutes,
    ...roomMemberRoutes,
    ...roomApiRoutes,
    ...chatRoutes,
    ...roomMessagesApiRoutes,
    ...messageFormRoutes,
    ...messageApiRoutes,
    ...notificationRoutes,
    ...notificationApiRoutes,
    ...adminRoutes,
  ]
}

/** What stands beside a task on its page. */
const readThreadOf: ReadBeside = async (services, access) => ({ thread: await readThread(services, access) })

/** What stands around every page: the person's boards with their rooms, and the state of the inbox. */
const loadShell: LoadShell = async (services, actor, timeZone) => {
  const [boards, { keptTimeZone, ...inbox }] = await Promise.all([
    boardsWithRooms(services.db, actor),
    inboxState(services.db, actor.id),
  ])
  if (timeZone !== undefined && timeZone !== keptTimeZone) await keepTimeZone(services, actor.id, timeZone)
  return { boards, ...inbox }
}
