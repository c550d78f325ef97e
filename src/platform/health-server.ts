import { createServer, type Server, type ServerResponse } from 'node:http'
import type { Readiness } from './readiness.ts'

export interface HealthServer {
  close(): void
}

/**
 * Answers `/healthz` and `/readyz` for a process that has no other addresses, where `port` is set: whoever keeps it running (a container's
 * health check, an orchestrator's probe) can see how it is.
 * @throws {Error} when it can't listen there
 */
export async function serveHealth(
  readiness: Readiness,
  { host, port }: { host: string; port: number | undefined },
): Promise<HealthServer> {
  if (port === undefined) return { close: () => undefined }
  const server = createServer((req, res) => void answer(req.url, res, readiness))
  await listen(server, host, port)
  return {
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function answer(url: string | undefined, res: ServerResponse, readiness: Readiness): Promise<void> {
  if (url === '/healthz') return send(res, 200, { ok: true })
  if (url !== '/readyz') return send(res, 404, { error: { code: 'not_found', message: 'There is no such address.' } })
  const { isReady, answers } = await readiness.look()
  send(res, isReady ? 200 : 503, answers)
}

function send(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body))
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
}
