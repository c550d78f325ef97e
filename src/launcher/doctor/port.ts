import type { Config } from '../../app/config.ts'
import { localAddress, requireFreePort } from '../address.ts'
import { findInstance, isAlive, readStateFile } from '../instance.ts'
import { ok, reasonOf, warning, wrong, type Finding } from './finding.ts'

const answerWithinMs = 3_000

/** Whether TaskFlow runs, and what that is seen by. */
export interface PortFindings {
  findings: Finding[]
  isRunning: boolean
}

/** Whether the web process can listen, or does; and what a killed start has left. */
export async function checkPort(config: Config): Promise<PortFindings> {
  const [instance, isWebThere] = await Promise.all([findInstance(config.dataDir), answersHealth(config)])
  const findings = [await portFinding(config, isWebThere)]
  const stale = instance ? undefined : readStateFile(config.dataDir)
  if (stale) findings.push(leftoverFinding(stale))
  return { findings, isRunning: instance !== undefined || isWebThere }
}

async function portFinding(config: Config, isWebThere: boolean): Promise<Finding> {
  const check = 'Port'
  try {
    await requireFreePort(config)
    return ok(check, `${config.port} is free.`)
  } catch (error) {
    if (isWebThere) return ok(check, `TaskFlow answers at ${localAddress(config)}.`)
    const [found = '', ...mend] = reasonOf(error).split('. ')
    return wrong(check, `${found}.`, mend.join('. '))
  }
}

async function answersHealth(config: Config): Promise<boolean> {
  try {
    const answer = await fetch(`${localAddress(config)}/healthz`, { signal: AbortSignal.timeout(answerWithinMs) })
    return ((await answer.json()) as { ok?: unknown }).ok === true
  } catch {
    return false
  }
}

function leftoverFinding({ pid, childPids }: { pid: number; childPids: number[] }): Finding {
  const alive = childPids.filter(isAlive)
  if (alive.length === 0) {
    return warning(
      'Last start',
      `It was killed (process ${pid}) and left its notes behind.`,
      '`npm start` clears them.',
    )
  }
  const mend = `Wait half a minute; they end by themselves. If they don’t: kill ${alive.join(' ')}`
  return warning('Last start', `Its supervisor was killed, and processes ${alive.join(', ')} still run.`, mend)
}
