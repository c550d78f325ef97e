import type { Prisma } from '../../platform/db/index.ts'
import { adminModel, asTable } from '../model.ts'
import { uuidKey } from '../record-key.ts'
import { column, stateOf } from '../shown.ts'

const select = { id: true, job: true, payload: true, createdAt: true, doneAt: true, failedAt: true } as const

type Row = Prisma.OutboxEntryGetPayload<{ select: typeof select }>

export const outbox = adminModel<Row>({
  slug: 'outbox',
  one: 'outbox row',
  many: 'Outbox',
  group: 'Upkeep',
  hint: 'What has to happen because of a change: each is done by a worker. What has failed for the last time waits here.',
  table: (db) => asTable(db.outboxEntry),
  key: uuidKey,
  select,
  titleOf: ({ job, id }) => `${job} ${id.slice(-6)}`,
  columns: [
    column('Job', ({ job }) => job),
    column('For', ({ payload }) => payload),
    column('Since', ({ createdAt }) => createdAt),
    column('Done', ({ doneAt }) => doneAt),
    column('State', sayState),
  ],
  order: [{ id: 'desc' }],
  search: ['job'],
  isLarge: true,
  filters: [
    {
      name: 'state',
      label: 'State',
      options: [
        { value: 'waiting', label: 'Waiting', where: { doneAt: null, failedAt: null } },
        { value: 'failed', label: 'Failed', where: { doneAt: null, failedAt: { not: null } } },
        { value: 'done', label: 'Done', where: { doneAt: { not: null } } },
      ],
    },
  ],
  actions: [
    {
      name: 'run-again',
      label: 'Run again',
      done: 'handed over again',
      explanation: 'A worker tries it anew. Doing it twice has no other effect than doing it once.',
      suits: ({ doneAt, failedAt }) => !doneAt && failedAt !== null,
      async run({ services, draft }, { id }) {
        await draft.tx.outboxEntry.updateMany({ where: { id, doneAt: null }, data: { failedAt: null } })
        draft.afterCommit(() => void services.jobs.retry(id))
      },
    },
  ],
})

function sayState({ doneAt, failedAt }: Row) {
  if (doneAt) return stateOf('good', 'Done')
  return failedAt ? stateOf('bad', 'Failed') : stateOf('warn', 'Waiting')
}
