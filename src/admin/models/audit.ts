import * as z from 'zod'
import type { Prisma } from '../../platform/db/index.ts'
import { auditFields, changesOf } from '../audit.ts'
import { adminModel, asTable } from '../model.ts'
import { uuidKey } from '../record-key.ts'
import { column, linkTo } from '../shown.ts'

type Row = Prisma.AuditEntryGetPayload<{ select: typeof auditFields }>

export const audit = adminModel<Row>({
  slug: 'audit',
  one: 'line of the audit log',
  many: 'Audit log',
  group: 'Upkeep',
  hint: 'What was done on these pages, by whom. Nobody can change it here.',
  table: (db) => asTable(db.auditEntry),
  key: uuidKey,
  select: auditFields,
  titleOf: ({ actorName, deed, recordTitle }) => `${actorName}: ${deed} ${recordTitle}`,
  columns: [
    column('When', ({ createdAt }) => createdAt),
    column('Who', ({ actor, actorName }) => (actor ? linkTo('users', actor.id, actorName) : actorName)),
    column('Did', ({ deed }) => deed.replaceAll('-', ' ')),
    column('To', ({ model, recordId, recordTitle }) => linkTo(model, recordId, recordTitle)),
    column('Among', ({ model }) => model),
    column('From what to what', (row) => changesOf(row).map(sayChange).join('; ')),
  ],
  order: [{ id: 'desc' }],
  search: ['recordTitle', 'actorName', 'deed', 'model', 'recordId'],
  isLarge: true,
  related: [
    { name: 'user', where: (actorId: number) => ({ actorId }), newestBy: 'id' },
    { name: 'model', schema: z.string().max(40), where: (model: string) => ({ model }) },
    { name: 'record', schema: z.string().max(120).includes('/'), where: isRecord, newestBy: 'id' },
  ],
})

/** @param record its model and its key: `boards/7` */
function isRecord(record: string): object {
  const end = record.indexOf('/')
  return { model: record.slice(0, end), recordId: record.slice(end + 1) }
}

function sayChange({ field, before, after }: { field: string; before: string; after: string }): string {
  return `${field}: “${before}” → “${after}”`
}
