import type { Config } from '../../app/config.ts'
import { inspectDatabase, type DatabaseContents, type DatabaseState } from '../../platform/db/index.ts'
import { describeDatabase } from '../database.ts'
import { ok, reasonOf, warning, wrong, type Finding } from './finding.ts'

/** The sweep hands over what is five seconds late: what is later than this, nobody does. */
const overdueMs = 60_000
const clockOffMs = 2_000

export interface DatabaseFindings {
  findings: Finding[]
  installationId: string | undefined
}

/** Whether the database answers and fits, and what in it asks for somebody. */
export async function checkDatabase({ databaseUrl }: Config, isRunning: boolean): Promise<DatabaseFindings> {
  const check = 'Database'
  try {
    const state = await inspectDatabase(databaseUrl, { overdueMs })
    const name = describeDatabase(databaseUrl)
    if (!state) {
      return { findings: [ok(check, `${name}: not there yet; the first start makes it.`)], installationId: undefined }
    }
    return { findings: describeState(name, state, isRunning), installationId: state.contents?.installationId }
  } catch (error) {
    const mend = 'Start the database, or correct DATABASE_URL.'
    return { findings: [wrong(check, reasonOf(error), mend)], installationId: undefined }
  }
}

function describeState(name: string, state: DatabaseState, isRunning: boolean): Finding[] {
  if (state.damage !== undefined) {
    const mend = 'Stop TaskFlow, keep a copy of the file, and bring back your last backup.'
    return [wrong('Database', `${name} is damaged: ${state.damage}.`, mend)]
  }
  const findings = [ok('Database', `${name} answers.`), describeHistory(state), ...describeClock(state)]
  return state.contents ? [...findings, ...describeContents(state.contents, isRunning)] : findings
}

function describeHistory({ misfit, pending }: DatabaseState): Finding {
  const check = 'Migrations'
  if (misfit !== undefined) return wrong(check, misfit, mendFor(misfit))
  if (pending.length === 0) return ok(check, 'All are applied.')
  return warning(check, `Not applied yet: ${pending.join(', ')}.`, '`npm start` or `npm run migrate` applies them.')
}

function mendFor(misfit: string): string {
  if (misfit.includes('newer than this TaskFlow')) {
    return 'Start the TaskFlow that was used last, or a newer one; or bring back a backup from before.'
  }
  if (misfit.includes('failed earlier')) {
    return 'Bring back the backup from before the update, or repair the tables and say so with `npx prisma migrate resolve`.'
  }
  return 'Put back the migration as it was: the folder prisma/migrations must be as it was released.'
}

function describeClock({ clockAheadMs }: DatabaseState): Finding[] {
  return clockAheadMs === undefined ? [] : [clockFinding('Clock of the database', clockAheadMs)]
}

/** How a clock compares with this machine's. */
export function clockFinding(check: string, aheadMs: number): Finding {
  const seconds = Math.abs(aheadMs / 1000).toFixed(1)
  if (Math.abs(aheadMs) < clockOffMs) return ok(check, `It agrees with this machine’s within ${seconds} s.`)
  const found = `It is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine’s.`
  return warning(check, found, 'Have both machines set their clocks by NTP.')
}

function describeContents(contents: DatabaseContents, isRunning: boolean): Finding[] {
  const { administrators, overdueRows, setAsideRows } = contents
  return [
    administrators > 0
      ? ok('Administrator', `There ${administrators === 1 ? 'is one' : `are ${administrators}`}.`)
      : warning('Administrator', 'There is none who can sign in.', 'Open the site: its first visit makes one.'),
    overdueFinding(overdueRows, isRunning),
    setAsideRows === 0
      ? ok('Jobs set aside', 'None.')
      : warning(
          'Jobs set aside',
          `${setAsideRows} failed for the last time.`,
          'Look at /admin/queues why, mend that, and retry them there (docs/operations.md).',
        ),
  ]
}

function overdueFinding(rows: number, isRunning: boolean): Finding {
  if (rows === 0) return ok('Outbox', 'Nothing waits for long.')
  const found = `${rows} rows have waited for more than a minute.`
  return isRunning
    ? wrong('Outbox', found, 'See that a worker and a scheduler run and reach Redis; their logs say why not.')
    : warning('Outbox', found, 'They are done once TaskFlow runs.')
}
