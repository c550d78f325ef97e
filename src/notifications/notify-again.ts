import type { Draft } from '../platform/change.ts'
import type { Tx } from '../platform/db/index.ts'
import { Invalid } from '../platform/errors.ts'
import type { Services } from '../platform/services.ts'
import { concernFor } from './notify-commented.ts'
import { mentionFor } from './notify-mentioned.ts'
import { notify, type Notice } from './notify.ts'

/** A notification as it was written. */
export type Written = Pick<Notice, 'type'> & { id: string }

/**
 * Tells somebody of a message or a comment that asks for them, as if it had just been said: whoever was not told, or had what told them
 * deleted, is told now.
 * @param about the id of the message or the comment
 * @throws {Invalid} with a word on the field `about`, when it does not ask for them, or they have been told
 */
export async function notifyAgain(
  services: Services,
  draft: Draft,
  recipientId: number,
  about: string,
): Promise<Written> {
  const { tx } = draft
  const notice = (await mentionFor(tx, about, recipientId)) ?? (await concernFor(tx, about, recipientId))
  if (!notice) throw refused('There is no message or comment with this id that asks for this person.')
  if (await findWritten(tx, notice)) throw refused('This person has a notification of it already.')
  await notify(services, draft, notice)
  const written = await findWritten(tx, notice)
  if (!written) throw refused('This person does not see the place any more.')
  return written
}

function findWritten(tx: Tx, { recipientId, sourceKey }: Notice): Promise<Written | null> {
  const where = { recipientId_sourceKey: { recipientId, sourceKey } }
  return tx.notification.findUnique({ where, select: { id: true, type: true } })
}

function refused(why: string): Invalid {
  return new Invalid('Nobody was told.', { about: why })
}
