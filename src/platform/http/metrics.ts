import type { Express, RequestHandler } from 'express'
import { mayReadMetrics } from '../metrics/may-read.ts'
import type { Metrics } from '../metrics/metrics.ts'

/** `/metrics`, for those who may; for everyone else there is no such address. */
export function mountMetrics(app: Express, metrics: Metrics, token: string | undefined): void {
  app.get('/metrics', async (req, res, next) => {
    if (!mayReadMetrics(req, token)) return next()
    const { contentType, text } = await metrics.render()
    res.set('Cache-Control', 'no-store').type(contentType).send(text)
  })
}

/** Counts what is answered from here on. */
export function countRequests(metrics: Metrics): RequestHandler {
  return (req, res, next) => {
    const began = performance.now()
    res.once('finish', () => {
      const seconds = (performance.now() - began) / 1000
      metrics.answered({ method: req.method, route: routeOf(req.route), status: res.statusCode, seconds })
    })
    next()
  }
}

/** The pattern of the route that served a request. What no route served counts together: there is no end of such addresses. */
export function routeOf(route: unknown): string {
  const { path } = (route ?? {}) as { path?: unknown }
  return typeof path === 'string' ? path : 'none'
}
