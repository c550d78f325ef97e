import type { Express } from 'express'
import type { Redis } from 'ioredis'
import type { Db } from '../db/index.ts'

const answerWithinMs = 2000

/** `/healthz`: the process lives. `/readyz`: the database and Redis answer, so it can serve people. */
export function mountHealth(app: Express, db: Db, redis: Redis): void {
  app.get('/healthz', (_req, res) => {
    res.json({ ok: true })
  })
  app.get('/readyz', async (_req, res) => {
    const [database, redisAnswers] = await Promise.all([answers(db.$queryRaw`SELECT 1`), answers(redis.ping())])
    res.status(database && redisAnswers ? 200 : 503).json({ database, redis: redisAnswers })
  })
}

async function answers(question: Promise<unknown>): Promise<boolean> {
  const tooLate = new Promise<boolean>((resolve) => setTimeout(resolve, answerWithinMs, false).unref())
  const answered = question.then(
    () => true,
    () => false,
  )
  return Promise.race([answered, tooLate])
}
