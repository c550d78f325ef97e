import type { OutboxEntry } from '../db/index.ts'
import { newId } from '../ids.ts'
import type { OutboxContract } from './job.ts'

/** The row by which a change owes a job: written in the change's transaction, it is done at least once, whatever dies meanwhile. */
export function outboxEntry<Payload>(job: OutboxContract<Payload>, payload: Payload): OutboxEntry {
  return {
    id: newId(),
    job: job.name,
    payload: JSON.stringify(payload),
    createdAt: new Date(),
    doneAt: null,
    failedAt: null,
  }
}
