/** A sentence about a deed, in parts: plain words, names that stand out, and the task that it is about. */
export type Sentence = ({ text: string } | { name: string } | { task: { id: number; title: string } })[]

type Facts = Record<string, unknown>

/**
 * What a deed says after the name of who did it. A type that this version does not know says just that something changed.
 * @param facts as recordActivity wrote them
 */
export function sentenceOf(type: string, facts: Facts, taskId: number | null): Sentence {
  return [
    ...(sentences[type]?.(facts, taskPart(facts, taskId)) ?? [{ text: 'changed something' }]),
    ...originPart(facts),
  ]
}

// A task that was gone when its board came here from elsewhere has its name left.
function taskPart({ title }: Facts, taskId: number | null): Sentence {
  if (taskId !== null) return [{ task: { id: taskId, title: String(title) } }]
  return title === undefined ? [] : [named(title)]
}

// What came with an imported board stands under the name of who imported it (transfer/origins).
function originPart({ originally }: Facts): Sentence {
  if (originally === undefined) return []
  const { displayName } = originally as { displayName: unknown }
  return [said(' — in the file by '), named(displayName)]
}

const said = (text: string): { text: string } => ({ text })
const named = (value: unknown): { name: string } => ({ name: String(value) })

const sentences: Record<string, (facts: Facts, task: Sentence) => Sentence> = {
  'board:imported': ({ name }) => [said('imported the board '), named(name)],
  'board:created': ({ name }) => [said('made the board '), named(name)],
  'task:created': ({ column }, task) => [said('added '), ...task, said(' to '), named(column)],
  'task:moved': ({ from, to }, task) =>
    from === to
      ? [said('moved '), ...task, said(' within '), named(to)]
      : [said('moved '), ...task, said(' from '), named(from), said(' to '), named(to)],
}
