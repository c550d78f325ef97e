import { createPortFinder, type PortRange } from '../../src/launcher/address.ts'

/** Apart from the ports that what is tested chooses for itself, and above those that a browser refuses. */
const ports: PortRange = { from: 12_000, below: 20_000 }
const portsAWorker = 500

/**
 * Finds a port of 127.0.0.1 for what a test starts. Each of the processes that run tests at the same time has ports of its own: none
 * takes one between another's look and its use.
 * @throws {OperatorError} when none is free
 */
export const findTestPort = createPortFinder(portsOf(workerNumber()))

/** From 1 as Vitest counts its workers, from 0 as Playwright does; the process that starts the workers has none. */
function workerNumber(): number {
  const { VITEST_POOL_ID: vitest, TEST_PARALLEL_INDEX: playwright } = process.env
  if (vitest !== undefined) return Number(vitest)
  return playwright === undefined ? 0 : Number(playwright) + 1
}

function portsOf(worker: number): PortRange {
  const from = ports.from + ((worker * portsAWorker) % (ports.below - ports.from))
  return { from, below: from + portsAWorker }
}
