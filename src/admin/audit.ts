import * as z from 'zod'
import { personFields } from '../users/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/db/index.ts'
import { newId } from '../platform/ids.ts'
import type { Done, FieldValues } from './model.ts'

/** Longer values are cut: the log tells what was done, and keeps no second copy of what people wrote. */
const keptCharacters = 200
const shownOnIndex = 8

/** A field that was changed, from what to what. */
const fieldChange = z.object({ field: z.string(), before: z.string(), after: z.string() })
const auditFacts = z.object({ changes: z.array(fieldChange).default([]) })

export type FieldChange = z.output<typeof fieldChange>

/** What was done to a record. */
export interface AuditedDeed extends Done {
  model: string
  deed: string
  changes?: FieldChange[]
}

/** Who did it: somebody on the admin site, or whoever is at the command line of the machine. */
export type Auditor = Pick<Actor, 'id' | 'username'> | 'command line'

/** Writes down an administrative deed, in its transaction. */
export async function recordDeed(
  tx: Tx,
  auditor: Auditor,
  { model, deed, key, title, changes = [] }: AuditedDeed,
): Promise<void> {
  const who =
    auditor === 'command line'
      ? { actorId: null, actorName: auditor }
      : { actorId: auditor.id, actorName: auditor.username }
  const facts = JSON.stringify({ changes })
  await tx.auditEntry.create({
    data: { id: newId(), ...who, deed, model, recordId: key, recordTitle: cut(title), facts },
    select: { id: true },
  })
}

/** The fields whose values differ, by their labels. */
export function changesBetween(labels: Record<string, string>, before: FieldValues, after: FieldValues): FieldChange[] {
  const changed = Object.keys(labels).filter((name) => (before[name] ?? '') !== (after[name] ?? ''))
  return changed.map((name) => ({
    field: labels[name] ?? name,
    before: cut(before[name] ?? ''),
    after: cut(after[name] ?? ''),
  }))
}

/** What a line of the audit log shows; for `select`. */
export const auditFields = {
  id: true,
  actorName: true,
  deed: true,
  model: true,
  recordId: true,
  recordTitle: true,
  facts: true,
  createdAt: true,
  actor: { select: personFields },
} as const

/** Which fields were changed, read back from a row. */
export function changesOf({ facts }: { facts: string }): FieldChange[] {
  return auditFacts.parse(JSON.parse(facts)).changes
}

/** The last deeds, newest first, for the front page. */
export function lastDeeds(db: Db) {
  return db.auditEntry.findMany({ orderBy: { id: 'desc' }, take: shownOnIndex, select: auditFields })
}

/** The last deed done to a record, which may be gone; null when none was. */
export function lastDeedTo(db: Db, model: string, recordId: string) {
  const lookup = { where: { model, recordId }, orderBy: { id: 'desc' } } as const
  return db.auditEntry.findFirst({ ...lookup, select: { recordTitle: true } })
}

function cut(text: string): string {
  const characters = Array.from(text)
  return characters.length <= keptCharacters ? text : `${characters.slice(0, keptCharacters).join('')}…`
}
