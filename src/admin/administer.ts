import type { Administrator } from '../platform/actor.ts'
import { change, type ChangeOptions } from '../platform/change.ts'
import type { Tx } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { recordDeed, type AuditedDeed } from './audit.ts'
import type { Administration } from './model.ts'

/**
 * Does something on the admin site: the deed, what it owes and its line in the audit log are one transaction.
 * @param run does it, and says what was done; undefined when there was nothing to do
 * @throws {NotFound} when the right to it was taken away since the door looked
 */
export function administer(
  services: Services,
  administrator: Administrator,
  run: (administration: Administration) => Promise<AuditedDeed | undefined>,
  options: ChangeOptions = {},
): Promise<AuditedDeed | undefined> {
  return change(
    services,
    async (draft) => {
      await requireStillAdministrator(draft.tx, administrator)
      const done = await run({ services, draft, administrator })
      if (done) await recordDeed(draft.tx, administrator, done)
      return done
    },
    options,
  )
}

async function requireStillAdministrator(tx: Tx, { id }: Administrator): Promise<void> {
  const found = await tx.user.findFirst({ where: { id, isSiteAdmin: true, isDisabled: false }, select: { id: true } })
  if (!found) throw new NotFound()
}
