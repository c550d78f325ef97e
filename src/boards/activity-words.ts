/** A sentence about a deed, in parts: plain words, names that stand out, and the task that it is about. */
export type Sentence = ({ text: string } | { name: string } | { task: { id: number; title: string } })[]

type Facts = Record<string, unknown>

/**
 * What a deed says after the name of who did it. A type that this version does not know says just that something changed.
 * @param facts as recordActivity wrote them
 */
export function sentenceOf(type: string, facts: Facts, taskId: number | null): Sentence {
  const title = String(facts['title'])
  const task = taskId === null ? [{ name: title }] : [{ task: { id: taskId, title } }]
  return sentences[type]?.(facts, task) ?? [{ text: 'changed something' }]
}

const said = (text: string): { text: string } => ({ text })
const named = (value: unknown): { name: string } => ({ name: String(value) })

const asRole = (role: unknown): string => (role === 'admin' ? 'an admin' : `a ${String(role)}`)

const sentences: Record<string, (facts: Facts, task: Sentence) => Sentence> = {
  'board:created': ({ name }) => [said('made the board '), named(name)],
  'board:renamed': ({ before, after }) => [said('renamed the board from '), named(before), said(' to '), named(after)],
  'board:described': () => [said('changed what the board is for')],
  'board:handed-over': ({ person }) => [said('handed the board over to '), named(person)],
  'member:joined': ({ person, role }) => [said('added '), named(person), said(` as ${asRole(role)}`)],
  'member:changed': ({ person, role }) => [said('made '), named(person), said(` ${asRole(role)}`)],
  'member:left': () => [said('left the board')],
  'member:removed': ({ person }) => [said('removed '), named(person), said(' from the board')],
  'invitation:created': ({ role }) => [said(`made an invitation link for ${asRole(role)}`)],
  'invitation:revoked': ({ role }) => [said(`revoked an invitation link for ${asRole(role)}`)],
  'invitation:accepted': ({ role }) => [said(`came by an invitation link, as ${asRole(role)}`)],
  'task:created': ({ column }, task) => [said('added '), ...task, said(' to '), named(column)],
  'task:moved': ({ from, to }, task) =>
    from === to
      ? [said('moved '), ...task, said(' within '), named(to)]
      : [said('moved '), ...task, said(' from '), named(from), said(' to '), named(to)],
}
