import type { Express } from 'express'
import type { Readiness } from '../readiness.ts'

/** `/healthz`: the process lives. `/readyz`: the database and Redis answer and it is not about to stop, so it can serve people. */
export function mountHealth(app: Express, readiness: Readiness): void {
  app.get('/healthz', (_req, res) => {
    res.json({ ok: true })
  })
  app.get('/readyz', async (_req, res) => {
    const { isReady, answers } = await readiness.look()
    res.status(isReady ? 200 : 503).json(answers)
  })
}
