import type { Services } from '../platform/services.ts'

const keptMs = 30 * 24 * 60 * 60 * 1000

/** Drops invitations that ran out or were revoked a month ago. Their links lead nowhere before and after, in the same words. */
export async function clearEndedInvitations({ db }: Services, now = new Date()): Promise<void> {
  const before = new Date(now.getTime() - keptMs)
  await db.boardInvitation.deleteMany({
    where: { OR: [{ expiresAt: { lt: before } }, { revokedAt: { lt: before } }] },
  })
}
