import type { Person } from '../../../tests/support/people.ts'
import type { Sent } from '../ledger.ts'
import type { Stage } from '../stage.ts'
import { oneOf } from './act.ts'

/** Somebody says something else in the stead of what they have said, through the API. */
export async function editOne(stage: Stage, person: Person, list: Sent[], address: string): Promise<boolean> {
  const sent = oneOf(stage, list.filter(isChangeable(person)))
  if (!sent) return false
  const content = `${sent.contents[0]?.replace(/ #\d+$/, '')} #${stage.ledger.next()}`
  const { outcome } = await stage.ledger.ask(person, 'PATCH', `${address}/${sent.id}`, { content })
  if (outcome === 'taken') sent.contents = [content]
  if (outcome === 'taken') sent.edits += 1
  if (outcome === 'unsure') sent.contents.push(content)
  if (outcome === 'unsure') sent.unsure += 1
  return true
}

/** Somebody takes back what they have said, through the API. */
export async function deleteOne(stage: Stage, person: Person, list: Sent[], address: string): Promise<boolean> {
  const mine = list.filter(isChangeable(person))
  const sent = oneOf(
    stage,
    mine.filter(({ isAnswered }) => !isAnswered),
  )
  if (!sent) return false
  // From here on nobody begins to answer it.
  sent.isDeleted = 'unsure'
  const { outcome } = await stage.ledger.ask(person, 'DELETE', `${address}/${sent.id}`)
  if (outcome === 'taken') sent.edits += 1
  if (outcome === 'unsure') sent.unsure += 1
  if (outcome !== 'unsure') sent.isDeleted = outcome === 'taken'
  return true
}

function isChangeable(person: Person): (sent: Sent) => boolean {
  return ({ author, id, isDeleted, unsure }) =>
    author === person && id !== undefined && isDeleted === false && unsure < 3
}
