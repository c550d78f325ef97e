import type { Services } from '../platform/services.ts'

const dayMs = 24 * 60 * 60 * 1000
const clearedAtOnce = 500

/**
 * Drops notifications that were read and came longer ago than the setting says, a few hundred at a time. What is unread stays. Nobody is
 * told: a page that shows them shows them until it is loaded again.
 */
export async function clearOldNotifications({ db, settings }: Services, now = new Date()): Promise<void> {
  const before = new Date(now.getTime() - settings.notificationsKeptDays * dayMs)
  for (let cleared = clearedAtOnce; cleared === clearedAtOnce;) {
    cleared = await db.$executeRaw`
      DELETE FROM "Notification" WHERE "id" IN (
        SELECT "id" FROM "Notification" WHERE "isRead" = TRUE AND "createdAt" < ${before} LIMIT ${clearedAtOnce}
      )`
  }
}
