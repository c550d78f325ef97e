import { createServer, type Server } from 'node:http'
import type { Running } from '../platform/lifecycle.ts'
import { createAccessChanges } from '../platform/live/access-changes.ts'
import { accessNoticeEvent } from '../platform/live/access-changes.ts'
import { createChangeFeed } from '../platform/live/feed.ts'
import { healAfterOutage } from '../platform/live/heal-after-outage.ts'
import { carryOut, serveSockets } from '../platform/live/serve-sockets.ts'
import { createSocketServer } from '../platform/live/socket-server.ts'
import { createSessionMiddleware } from '../platform/http/session.ts'
import { findActor } from '../users/index.ts'
import { createLog } from '../platform/log.ts'
import type { Config } from './config.ts'
import { composeServices, openStore } from './container.ts'
import { openGround } from './ground.ts'
import { createApp } from './http.ts'
import { readSessionSecret } from './session-secret.ts'
import { socketEvents } from './sockets.ts'

/** The process that people talk to: pages, the API and the sockets. */
export async function startWeb(config: Config, log = createLog('web', config.logLevel)): Promise<Running> {
  const ground = await openGround(config, log)
  const store = await openStore(ground)
  const sessionsRedis = ground.redis('sessions')
  const subscriber = ground.redis('subscriber')
  const session = createSessionMiddleware({
    redis: sessionsRedis,
    prefix: ground.prefix,
    secret: readSessionSecret(config),
    secure: config.appOrigin?.startsWith('https:') ?? false,
    findActor: (userId) => findActor(store.db, userId),
  })
  // Before the socket server takes hold of `http`: it keeps its own requests and passes on the others to whoever listened earlier.
  // A listener that came later would answer the sockets' requests too, a second time.
  const http = createServer((req, res) => void app(req, res))
  const io = createSocketServer({
    http,
    publisher: ground.redis('publisher'),
    subscriber,
    prefix: ground.prefix,
    session,
    appOrigin: config.appOrigin,
    log: ground.log,
  })
  const reach = {
    feed: createChangeFeed((room, event, payload) => void io.to(room).emit(event, payload)),
    accessChanges: createAccessChanges((notice) => {
      carryOut(io, notice)
      io.serverSideEmit(accessNoticeEvent, notice)
    }),
  }
  const services = composeServices(ground, store, reach, sessionsRedis)
  const app = createApp(services, config, session, sessionsRedis)
  serveSockets(io, socketEvents, services)
  healAfterOutage(io, subscriber, ground.log)
  await listen(http, config)
  ground.log.debug({ host: config.host, port: config.port }, 'listening')

  return {
    async stop() {
      const closed = new Promise((resolve) => http.close(resolve))
      services.feed.flush()
      io.disconnectSockets(true)
      await io.close()
      http.closeAllConnections()
      await closed
      await store.jobs.close()
      await ground.close()
      await store.db.$disconnect()
    },
  }
}

function listen(http: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, host, () => resolve())
  })
}
