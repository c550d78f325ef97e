import { createServer, type Server } from 'node:http'
import { OperatorError } from '../lifecycle.ts'
import { mayReadMetrics } from './may-read.ts'
import type { Metrics } from './metrics.ts'

export interface MetricsAddress {
  host: string
  port: number
  token: string | undefined
}

/**
 * Serves `/metrics`, and nothing else, for a process that people don't talk to.
 * @throws {OperatorError} when the port is taken
 */
export async function serveMetrics(metrics: Metrics, { host, port, token }: MetricsAddress): Promise<Server> {
  await metrics.start()
  const server = createServer((req, res) => {
    if (req.url !== '/metrics' || !mayReadMetrics(req, token)) {
      res.writeHead(404).end()
      return
    }
    metrics.render().then(
      ({ contentType, text }) => res.writeHead(200, { 'content-type': contentType }).end(text),
      () => res.writeHead(500).end(),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(new OperatorError(`Metrics cannot be served on ${host}:${port} (METRICS_PORT): ${error.message}.`))
    })
    server.listen(port, host, resolve)
  })
  return server
}
