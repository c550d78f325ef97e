import * as z from 'zod'
import type { Actor } from '../platform/actor.ts'
import { caseKey } from '../users/index.ts'
import type { BoardFile } from './board-file.ts'
import type { PeopleHere } from './people-here.ts'

// Who did something on another installation is not somebody here, whatever they are called: what an import writes is the importer's,
// and who it was there is written down with it, for the next export and for whoever reads the history.

/** Somebody of another installation. */
export interface Origin {
  username: string
  displayName: string
}

/** Somebody whose tasks lost them as an assignee. */
export interface Unassigned extends Origin {
  taskCount: number
}

/** Facts of `board:imported`. */
export interface ImportFacts {
  name: string
  unassigned: Unassigned[]
  /** Who had made which tasks, where that was not the importer. */
  creators: (Origin & { taskIds: number[] })[]
}

const origin = { username: z.string(), displayName: z.string() }
const importFacts = z.object({
  name: z.string(),
  unassigned: z.array(z.object({ ...origin, taskCount: z.number() })),
  creators: z.array(z.object({ ...origin, taskIds: z.array(z.number()) })),
})

/** Reads the facts that an import has written. */
export function importFactsOf(facts: string): ImportFacts {
  return importFacts.parse(JSON.parse(facts))
}

/** Everybody of a file but the importer, by the key of their username. */
export function originsOf({ people }: BoardFile, importer: Actor): Map<string, Origin> {
  const others = people.filter(({ username }) => caseKey(username) !== caseKey(importer.username))
  return new Map(others.map(({ username, displayName }) => [caseKey(username), { username, displayName }]))
}

/** Who had made which tasks. */
export function creatorsOf(file: BoardFile, importer: Actor, taskIds: number[]): ImportFacts['creators'] {
  const origins = originsOf(file, importer)
  const creators = new Map<Origin, number[]>()
  for (const [place, { createdBy }] of file.tasks.entries()) {
    const creator = createdBy === null ? undefined : origins.get(caseKey(createdBy))
    if (!creator) continue
    const made = creators.get(creator) ?? []
    made.push(taskIds[place] ?? 0)
    creators.set(creator, made)
  }
  return Array.from(creators, ([creator, ids]) => ({ ...creator, taskIds: ids }))
}

/** Who of a file is an assignee and not on the new board, with the number of tasks that they lost. */
export function unassignedOf({ people, tasks }: BoardFile, here: PeopleHere): Unassigned[] {
  const counts = new Map<string, number>()
  for (const username of tasks.flatMap(({ assignees }) => assignees)) {
    const key = caseKey(username)
    if (!here.has(key)) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return people.flatMap(({ username, displayName }) => {
    const taskCount = counts.get(caseKey(username))
    return taskCount === undefined ? [] : [{ username, displayName, taskCount }]
  })
}
