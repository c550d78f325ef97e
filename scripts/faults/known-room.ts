import type { Person } from '../../tests/support/people.ts'

/** A room as everyone's acknowledged acts have made it. */
export interface KnownRoom {
  id: number
  name: string
  creator: Person
  isPrivate: boolean
  isArchived: boolean
  isDeleted: boolean
  /** Those who are in it. */
  members: Set<Person>
  /** Those of them who have muted it. */
  muted: Set<Person>
  /** How often each was invited. */
  invites: Map<Person, number>
  /** Up to which version each has said that they have read it. */
  marks: Map<Person, number>
  /** Pages show what is said in it: nobody is to be led away from there. */
  isOpenInPages: boolean
  /** Somebody is just doing something to it: of two at once nobody could say which came last. */
  isBusy: boolean
}

export function newRoom(known: Pick<KnownRoom, 'id' | 'name' | 'creator' | 'isPrivate' | 'members'>): KnownRoom {
  return {
    ...known,
    isArchived: false,
    isDeleted: false,
    muted: new Set(),
    invites: new Map(),
    marks: new Map(),
    isOpenInPages: false,
    isBusy: false,
  }
}

/** Takes down that somebody is in a room from now on: they hear of it again, whatever they had muted before. */
export function enter({ members, muted }: KnownRoom, person: Person): void {
  members.add(person)
  muted.delete(person)
}
