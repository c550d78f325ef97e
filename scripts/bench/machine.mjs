import { availableParallelism, cpus, totalmem } from 'node:os'

/**
 * One line on what the figures were taken on: without it they say nothing.
 * @param {{ description: string }} measured such as an instance
 */
export function describeMachine({ description }) {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  const gigabytes = (totalmem() / 1024 ** 3).toFixed(0)
  return `${model}, ${availableParallelism()} cores, ${gigabytes} GB; Node ${process.version}; ${description}`
}
