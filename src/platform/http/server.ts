import path from 'node:path'
import express, { type Express, type Request, type RequestHandler } from 'express'
import helmet from 'helmet'
import type { Metrics } from '../metrics/metrics.ts'
import type { Readiness } from '../readiness.ts'
import type { Services } from '../services.ts'
import { compressLargePages } from './compress.ts'
import { createCsrf } from './csrf.ts'
import { createErrorHandler, noSuchAddress } from './error-handler.ts'
import { mountHealth } from './health.ts'
import { countRequests, mountMetrics } from './metrics.ts'
import { mountRoutes } from './mount.ts'
import { refuseForeignOrigins } from './origin.ts'
import { isInPanel, mountPanels, type Panel } from './panel.ts'
import { createResponder, type LoadShell } from './respond.ts'
import { logRequests } from './request-log.ts'
import type { AnyRoute } from './route.ts'

export interface HttpOptions {
  services: Services
  routes: AnyRoute[]
  panels: Panel[]
  metrics: Metrics
  metricsToken: string | undefined
  /** Sessions and who is signed in. */
  session: RequestHandler[]
  readiness: Readiness
  publicFolder: string
  appOrigin: string | undefined
  trustProxy: number
  loadShell: LoadShell
}

const jsonLimit = '128kb'
/** A form writes one character with up to nine: the longest description, and what it was before. */
const formLimit = '512kb'

/** The Express application: what every request passes through, in order. */
export function createHttpApp(options: HttpOptions): Express {
  const { services } = options
  const responder = createResponder(services, options.loadShell)
  const app = express()
  app.disable('x-powered-by')
  // Pages are not to be kept, so nothing would ever ask for them by their hash.
  app.disable('etag')
  // Whatever NODE_ENV is: Express's last resort must not show a stack to whoever asks.
  app.set('env', 'production')
  app.enable('case sensitive routing')
  app.set('trust proxy', options.trustProxy)
  app.set('query parser', 'simple')
  app.use(securityHeaders(options.appOrigin, options.panels))
  mountHealth(app, options.readiness)
  mountMetrics(app, options.metrics, options.metricsToken)
  app.use(compressLargePages())
  // Built files carry a hash of their contents in their names.
  app.use(
    '/build',
    express.static(path.join(options.publicFolder, 'build'), { immutable: true, maxAge: '1y', index: false }),
  )
  app.use('/icons', express.static(path.join(options.publicFolder, 'icons'), { maxAge: '1d', index: false }))
  app.use(keepNothing)
  app.use(countRequests(options.metrics))
  app.use(logRequests(services))
  app.use(refuseForeignOrigins(options.appOrigin))
  app.use(...bodyParsers(options.routes))
  const csrf = createCsrf()
  app.use(...options.session, csrf.offer)
  mountPanels(app, options.panels, services, options.appOrigin)
  mountRoutes(app, options.routes, { services, responder, csrf, appOrigin: options.appOrigin })
  app.use(noSuchAddress)
  app.use(createErrorHandler(responder.send, services.log))
  return app
}

// A body that is a file is left to its route, which reads it behind the door.
function bodyParsers(routes: AnyRoute[]): RequestHandler[] {
  const files = new Set(routes.filter(({ upload }) => upload?.as === 'body').map(({ path: address }) => address))
  const isSmallJson = (req: Request): boolean =>
    Boolean(req.is('application/json')) && !files.has(req.path.replace(/\/$/, ''))
  return [
    express.urlencoded({ extended: false, limit: formLimit }),
    express.json({ limit: jsonLimit, type: (req) => isSmallJson(req as Request) }),
  ]
}

// Pages, fragments, and what the API answers carry what only this person may see, as it is now: going back shows it fresh.
const keepNothing: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store')
  next()
}

// Nothing inline, nothing from elsewhere. `data:` is for the arrow of <select>, drawn in the style sheet. A panel's pages say by <base>
// what their addresses are relative to (docs/decisions/0011).
function securityHeaders(appOrigin: string | undefined, panels: Panel[]): RequestHandler {
  const overHttps = appOrigin?.startsWith('https:') ?? false
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: [(req) => (isInPanel(panels, pathOf(req)) ? "'self'" : "'none'")],
      },
    },
    strictTransportSecurity: overHttps,
    crossOriginOpenerPolicy: overHttps,
    originAgentCluster: overHttps,
    referrerPolicy: { policy: 'same-origin' },
  })
}

function pathOf({ url = '' }: { url?: string | undefined }): string {
  return url.split('?')[0] ?? ''
}
