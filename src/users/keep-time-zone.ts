import type { Services } from '../platform/services.ts'

/**
 * Keeps where somebody is, for what has to happen on their own day. The page on the way to which it was noticed is shown even if this
 * fails: the next one notices it again.
 */
export async function keepTimeZone(
  { db, log }: Pick<Services, 'db' | 'log'>,
  userId: number,
  timeZone: string,
): Promise<void> {
  try {
    await db.user.update({ where: { id: userId }, data: { timeZone }, select: { id: true } })
  } catch (error) {
    log.warn({ err: error }, 'could not keep a time zone')
  }
}
