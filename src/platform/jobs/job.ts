import type * as z from 'zod'
import type { Draft } from '../change.ts'
import type { Services } from '../services.ts'

/** What a change may owe: its name, and what the work is told. Whoever does the work may be above whoever asks for it. */
export interface OutboxContract<Payload> {
  readonly name: string
  readonly input: z.ZodType<Payload>
}

/**
 * Work that must happen because of a change. It is handed over at least once and may run twice: its effect, made through
 * `draft`, is keyed by a unique constraint, and its outbox row is marked done in the same transaction.
 */
export interface OutboxJob<Payload> extends OutboxContract<Payload> {
  readonly handle: (services: Services, draft: Draft, payload: Payload) => Promise<void>
  /**
   * The same for several rows in one transaction. Jobs that come often have it: SQLite's one writer is else held once for each.
   * At most `mostTogether` rows.
   */
  readonly handleTogether?: (services: Services, draft: Draft, payloads: Payload[]) => Promise<void>
}

/** How many rows one transaction does together at most. */
export const mostTogether = 20

// oxlint-disable-next-line typescript/no-explicit-any -- the one place where jobs of all payloads meet
export type AnyOutboxJob = OutboxJob<any>

/** Declares an outbox job: a schema for its payload and its effect. */
export function job<Payload>(definition: OutboxJob<Payload>): OutboxJob<Payload> {
  return definition
}

/** Work that the scheduler asks for again and again. Two runs at once, or one too many, must do no harm. */
export type RecurringJob = (services: Services) => Promise<void>
