import { callsMany } from '../../chat/calls-many.ts'
import { findMentions } from '../../mentions/find-mentions.ts'
import { ask } from '../shared/ask.ts'

/**
 * How many people a message would call by "@room", where that is so many that it is asked about; 0 elsewhere. What stands in code calls
 * nobody, but that is known to the server alone: here it is asked about as well.
 */
export function peopleCalled(talk: HTMLElement, content: string): number {
  const count = Number(talk.dataset.peopleCount ?? 0)
  return callsRoom(content) && callsMany(count) ? count : 0
}

/** Whether an edit may be saved: where it calls many people who were not called before, that is asked about. */
export async function meansToCall(entry: HTMLElement, before: string, after: string): Promise<boolean> {
  const talk = entry.closest<HTMLElement>('[data-talk]')
  if (talk === null || callsRoom(before)) return true
  const count = peopleCalled(talk, after)
  return count === 0 || askToCall(count)
}

/** Asks whether it is meant to call as many people. */
export function askToCall(count: number): Promise<boolean> {
  return ask({
    heading: `Tell all ${count} people?`,
    text: '@room puts this message into the inbox of everyone who is in this room.',
    yes: `Tell all ${count}`,
    no: 'Go on writing',
  })
}

function callsRoom(content: string): boolean {
  return findMentions(content).some(({ usernameKeys }) => usernameKeys.includes('room'))
}
