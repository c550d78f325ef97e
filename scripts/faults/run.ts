import { setTimeout as delay } from 'node:timers/promises'
import { findSystemPostgres } from '../../tests/support/postgres-binaries.ts'
import { startPostgres } from '../../tests/support/postgres-server.ts'
import { randomFrom } from '../../tests/support/random.ts'
import { acts } from './acts.ts'
import { oneOf, type Act } from './acts/act.ts'
import { checkDatabase } from './check-database.ts'
import { comparePages } from './compare-pages.ts'
import { faults, type Fault } from './faults.ts'
import { startFaultyInstance } from './instance.ts'
import { watchNotices, type Outages } from './outages.ts'
import { setStage, type OpenPage, type Stage } from './stage.ts'

export interface RunOptions {
  minutes: number
  seed: number
  database: 'sqlite' | 'postgres'
}

/** @returns whether everything was as it should be in the end; what was not is printed. */
export async function run({ minutes, seed, database }: RunOptions): Promise<boolean> {
  const postgres = database === 'postgres' ? await startPostgres(findSystemPostgres()) : undefined
  const instance = await startFaultyInstance(postgres?.url)
  try {
    const stage = await setStage(instance, randomFrom(seed))
    const outages = watchNotices(stage.pages)
    console.log('Everyone is there.')
    const until = Date.now() + minutes * 60_000
    await Promise.all([work(stage, until), break_(stage, until, outages)])
    console.log('Quiet now. Looking at what is left …')
    const differences = [...(await comparePages(stage)), ...(await checkDatabase(stage)), ...problemsOf(stage)]
    report(stage, outages, differences)
    await stage.close()
    return differences.length === 0
  } catch (error) {
    console.error(instance.log().slice(-8000))
    throw error
  } finally {
    await instance.stop()
    await postgres?.stop()
  }
}

/** Each person and each page does one thing after the other. */
async function work(stage: Stage, until: number): Promise<void> {
  const isOver = (): boolean => Date.now() > until
  const keepActing = async (act: () => Promise<void>): Promise<void> => {
    while (!isOver()) {
      await act()
      await delay(50 + stage.random() * 500)
    }
  }
  await Promise.all([
    ...stage.pages.map((open) => keepActing(() => actIn(stage, open))),
    ...stage.people.map((person) =>
      keepActing(() =>
        perform(
          stage,
          weighted(
            stage,
            acts.filter(({ on }) => !on),
          ),
          { person, page: anyPage(stage) },
        ),
      ),
    ),
  ])
}

async function actIn(stage: Stage, open: OpenPage): Promise<void> {
  const possible = acts.filter(({ on }) => on?.includes(open.kind))
  if (possible.length > 0) await perform(stage, weighted(stage, possible), open)
}

async function perform(stage: Stage, act: Act, place: Parameters<Act['run']>[1]): Promise<void> {
  try {
    if (await act.run(stage, place)) stage.ledger.count(act.name)
  } catch (error) {
    // A page that is just being loaded again, or that has lost its network: people try something else.
    stage.ledger.count(`(could not) ${act.name}`)
    lastReasons.set(act.name, String(error).slice(0, 300))
  }
}

const lastReasons = new Map<string, string>()

function anyPage({ pages }: Stage): OpenPage['page'] {
  const [first] = pages
  if (!first) throw new Error('nobody has a page open')
  return first.page
}

async function break_(stage: Stage, until: number, outages: Outages): Promise<void> {
  const underWay = new Map<string, Promise<void>>()
  while (Date.now() < until) {
    await delay(500 + stage.random() * 4000)
    const possible = faults.filter(({ about }) => !underWay.has(about))
    const fault: Fault = weighted(stage, possible)
    stage.ledger.count(`! ${fault.name}`)
    console.log(`${new Date().toISOString().slice(11, 23)} ${fault.name}`)
    outages.begin()
    const over = fault.run(stage).finally(() => {
      underWay.delete(fault.about)
      outages.end()
    })
    underWay.set(fault.about, over)
    over.catch(() => undefined)
    // Now and then two at once.
    if (stage.random() < 0.7) await over
  }
  await Promise.all(underWay.values())
}

function weighted<Choice extends { weight: number }>(stage: Stage, choices: Choice[]): Choice {
  const chosen = oneOf(
    stage,
    choices.flatMap((choice) => Array.from({ length: choice.weight }, () => choice)),
  )
  if (!chosen) throw new Error('there is nothing to choose from')
  return chosen
}

function problemsOf({ pages, instance, ledger }: Stage): string[] {
  const logged = instance
    .log()
    .split('\n')
    .filter((line) => /"level":(50|60)/.test(line) || /^\w*Error/.test(line) || /: Error/.test(line))
    // While Redis is away, and for a moment after it.
    .filter((line) => !/"status":503|"type":"Unavailable"/.test(line))
    .filter((line) => !/MaxRetriesPerRequestError.*"recurring job failed"|Stream isn't writeable/.test(line))
  return [
    ...ledger.surprises,
    ...pages.flatMap(({ problems }) => problems),
    ...new Set(logged.map((line) => `log: ${line.slice(0, 1500)}`)),
  ]
}

function report(stage: Stage, outages: Outages, differences: string[]): void {
  const rows = [...stage.ledger.counts].toSorted(([one], [other]) => one.localeCompare(other))
  for (const [name, count] of rows) console.log(`${String(count).padStart(6)}  ${name}`)
  for (const [name, reason] of lastReasons) console.log(`        last time that “${name}” could not be done: ${reason}`)
  console.log(
    `        longest time until a page was live again, with everything up: ${(outages.longestMs() / 1000).toFixed(1)} s`,
  )
  for (const difference of differences) console.log(`\nDIFFERENT: ${difference}`)
  console.log(
    differences.length === 0
      ? '\nNothing was lost, nothing came twice, every page is right.'
      : `\n${differences.length} differences`,
  )
}
