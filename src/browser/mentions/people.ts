import { keyOf, type Place } from '../conversation/place.ts'

/** A person who may be mentioned. */
export type Person = { id: number; username: string; displayName: string }

/** Everyone in a room, whom one word calls. */
export const everyone = { id: null, username: 'room', displayName: 'Everyone' } as const

/** Whom a mention may be meant to call. */
export type Mentionable = Person | typeof everyone

/** The people of a place whose name begins with `query`, at most ten. Rejects when the server does not answer them. */
export async function findPeople(place: Place, query: string, signal: AbortSignal): Promise<Person[]> {
  const search = new URLSearchParams({ q: query })
  for (const [name, id] of Object.entries(keyOf(place))) search.set(name, String(id))
  const response = await fetch(`/api/v1/mentions?${search}`, { headers: { accept: 'application/json' }, signal })
  if (!response.ok) throw new Error(`Looking for people answered ${response.status}`)
  const { items } = (await response.json()) as { items: Person[] }
  return items
}

/** Whether `query` is the beginning of a username or of a part of a name. */
export function isMeant({ username, displayName }: Mentionable, query: string): boolean {
  const begun = query.toLocaleLowerCase()
  return [username, ...displayName.split(/\s+/)].some((name) => name.toLocaleLowerCase().startsWith(begun))
}
