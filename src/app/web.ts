import { createServer, type Server } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { giveBackMemoryWhenIdle } from '../platform/give-back-memory.ts'
import type { Running } from '../platform/lifecycle.ts'
import { accessNoticeEvent, createAccessChanges, type AccessNotice } from '../platform/live/access-changes.ts'
import { createChangeFeed, type Broadcast } from '../platform/live/feed.ts'
import { healAfterOutage, tellAfterOutage } from '../platform/live/heal-after-outage.ts'
import { carryOut, serveSockets } from '../platform/live/serve-sockets.ts'
import { createSocketServer } from '../platform/live/socket-server.ts'
import { createSessionMiddleware, type FindActor } from '../platform/http/session.ts'
import { findActor, requireHashing } from '../users/index.ts'
import { createLog, logLifecycle } from '../platform/log.ts'
import { createReadiness } from '../platform/readiness.ts'
import type { Config } from './config.ts'
import { composeServices, openStore } from './container.ts'
import { openGround } from './ground.ts'
import { observeAll } from './own-metrics.ts'
import { createApp } from './http.ts'
import { readSessionSecret } from './session-secret.ts'
import { socketEvents, socketWatchers } from './sockets.ts'

const finishRequestsWithinMs = 2000
/** Longer than clients and proxies keep an idle connection: whoever closes first must not be us, while a request is on its way. */
const keepAliveMs = 65_000

/** The process that people talk to: pages, the API and the sockets. */
export async function startWeb(config: Config, log = createLog('web', config.logLevel)): Promise<Running> {
  await requireHashing()
  const ground = await openGround(config, log, 'web')
  const store = await openStore(ground)
  const sessionsRedis = ground.redis('sessions')
  const publisher = ground.redis('publisher')
  const subscriber = ground.redis('subscriber')
  const findHolder: FindActor = (holder) => findActor(store.db, holder)
  const session = createSessionMiddleware({
    redis: sessionsRedis,
    prefix: ground.prefix,
    cookieName: ground.cookieName,
    secret: readSessionSecret(config),
    secure: config.appOrigin?.startsWith('https:') ?? false,
    findActor: findHolder,
  })
  // Before the socket server takes hold of `http`: it keeps its own requests and passes on the others to whoever listened earlier.
  // A listener that came later would answer the sockets' requests too, a second time.
  const http = createServer({ keepAliveTimeout: keepAliveMs }, (req, res) => void app(req, res))
  const io = createSocketServer({
    http,
    publisher,
    subscriber,
    prefix: ground.prefix,
    session,
    findActor: findHolder,
    appOrigin: config.appOrigin,
    log: ground.log,
  })
  const notifyOthers = (notice: AccessNotice): void => void io.serverSideEmit(accessNoticeEvent, notice)
  const tell: Broadcast = (channels, event, payload) => void io.to(channels).emit(event, payload)
  const reach = {
    feed: createChangeFeed(tell, ground.metrics.broadcast),
    tell,
    accessChanges: createAccessChanges((notice) => {
      carryOut(io, notice)
      notifyOthers(notice)
    }),
  }
  const services = composeServices(ground, store, reach, sessionsRedis)
  const readiness = createReadiness({ database: () => store.db.$queryRaw`SELECT 1`, redis: () => sessionsRedis.ping() })
  const app = createApp(services, ground, session, readiness)
  observeAll(ground.metrics, services, () => io.engine.clientsCount)
  serveSockets(io, socketEvents, socketWatchers, services)
  healAfterOutage(io, subscriber, ground.log)
  tellAfterOutage(publisher, () => notifyOthers({ kind: 'broadcasts-lost' }))
  services.claims.watchDeaths(() => {
    ground.log.info('another process died, maybe with something untold; sockets reconnect to catch up')
    carryOut(io, { kind: 'broadcasts-lost' })
    notifyOthers({ kind: 'broadcasts-lost' })
  })
  await listen(http, config)
  giveBackMemoryWhenIdle()
  logLifecycle(ground.log, 'listening', { host: config.host, port: config.port, version: services.version })

  return {
    async stop() {
      readiness.stop()
      await delay(config.drainMs)
      // Requests under way are answered, for a while; then what they changed is told, and the sockets go.
      const closed = new Promise((resolve) => http.close(resolve))
      http.closeIdleConnections()
      io.disconnectSockets(true)
      await Promise.race([closed, delay(finishRequestsWithinMs, undefined, { ref: false })])
      http.closeAllConnections()
      services.feed.flush()
      services.claims.close()
      await services.claims.farewell()
      await io.close()
      await store.jobs.close()
      await ground.close()
      await store.db.$disconnect()
      logLifecycle(ground.log, 'stopped')
    },
  }
}

function listen(http: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, host, () => resolve())
  })
}
