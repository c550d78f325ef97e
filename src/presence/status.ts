/** How much somebody is here, the most first. */
export const statuses = ['active', 'away', 'offline'] as const
export type Status = (typeof statuses)[number]

/** As claimed among the processes, where the highest counts and 0 is nobody. */
export function asClaim(status: Status): number {
  return statuses.length - 1 - statuses.indexOf(status)
}

export function asStatus(claim: number): Status {
  return statuses[statuses.length - 1 - claim] ?? 'offline'
}

/** One person in several tabs: whoever is active in one of them is active. */
export function best(given: Iterable<Status>): Status {
  const all = new Set(given)
  return statuses.find((status) => all.has(status)) ?? 'offline'
}
