import type { Change, ChangesEvent } from './protocol.ts'

export type Verdict = { kind: 'seen' } | { kind: 'gap' } | { kind: 'next'; changes: Change[] }

/**
 * Tells what an event means to a client that holds version `held`: seen already, behind a gap, or next. The changes of
 * `next` are those not seen yet.
 */
export function judge(held: number, event: ChangesEvent): Verdict {
  if (event.version <= held) return { kind: 'seen' }
  const changes = event.changes.filter((change) => change.version > held)
  return follows(held, changes) ? { kind: 'next', changes } : { kind: 'gap' }
}

function follows(held: number, changes: Change[]): boolean {
  let last = held
  for (const { version } of changes) {
    if (version > last + 1) return false
    last = version
  }
  return last > held
}
