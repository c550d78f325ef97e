import type { Deed } from './activity.ts'

/** A sentence about a deed, in parts: plain words, names that stand out, and the task that it is about. */
export type Sentence = ({ text: string } | { name: string } | { task: { id: number; title: string } })[]

/** A deed as its row has it. */
interface RecordedDeed {
  type: string
  /** As recordActivity wrote them. */
  facts: Record<string, unknown>
  taskId: number | null
  actor: { displayName: string }
}

/**
 * What a deed says after the name of who did it. A type that this version does not know says just that something changed.
 * @param isOnTaskPage where the task need not be named: it is "it"
 */
export function sentenceOf({ type, facts, taskId, actor }: RecordedDeed, isOnTaskPage = false): Sentence {
  const title = String(facts['title'])
  const task = taskId === null ? { name: title } : { task: { id: taskId, title } }
  const origin = originOf(facts)
  const doer = origin ?? actor.displayName
  const subject: Subject = { task: isOnTaskPage ? { text: 'it' } : task, isOnTaskPage, doer }
  const write = isKnown(type) ? (sentences[type] as Write<Record<string, unknown>>) : () => ['changed something']
  const sentence = [
    ...write(facts, subject),
    ...(origin === null ? [] : [' (in the imported file: ', named(origin), ')']),
  ]
  return sentence.map((part) => (typeof part === 'string' ? { text: part } : part))
}

/** Who did it where the board came from: what an import brings stands under the importer's name (transfer/origins). */
function originOf({ originally }: RecordedDeed['facts']): string | null {
  return originally === undefined ? null : (originally as { displayName: string }).displayName
}

function isKnown(type: string): type is Deed['type'] {
  return Object.hasOwn(sentences, type)
}

/** What a sentence is about besides its facts. */
interface Subject {
  /** The task in the sentence. */
  task: Sentence[number]
  isOnTaskPage: boolean
  /** The name of who did it. */
  doer: string
}

type Part = string | Sentence[number]
type Write<Facts> = (facts: Facts, subject: Subject) => Part[]
/** The facts of one type of deed. */
type FactsOf<Type, One = Deed> = One extends { type: infer Types } ? (Type extends Types ? One : never) : never

const named = (name: string): { name: string } => ({ name })

/** Every type of deed has its sentence: one that is missing here does not compile. */
const sentences: { [Type in Deed['type']]: Write<FactsOf<Type>> } = {
  'board:created': ({ name }) => ['made the board ', named(name)],
  'board:imported': ({ name }) => ['imported the board ', named(name)],
  'board:renamed': ({ before, after }) => ['renamed the board ', named(before), ' to ', named(after)],
  'board:described': () => ['changed what the board is for'],
  'board:handed-over': ({ person }) => ['handed the board over to ', named(person)],
  'column:created': ({ name }) => ['added the column ', named(name)],
  'column:renamed': ({ before, after }) => ['renamed the column ', named(before), ' to ', named(after)],
  'column:moved': ({ name }) => ['moved the column ', named(name)],
  'column:limited': ({ name, limit }) =>
    limit === null
      ? ['took the limit off the column ', named(name)]
      : ['limited the column ', named(name), ` to ${limit === 1 ? '1 task' : `${limit} tasks`}`],
  'column:marked-done': ({ name }) => ['made ', named(name), ' a column for finished tasks'],
  'column:marked-open': ({ name }) => ['made ', named(name), ' a column for open tasks'],
  'column:archived': ({ name }) => ['put the column ', named(name), ' into the archive'],
  'column:restored': ({ name }) => ['brought the column ', named(name), ' back from the archive'],
  'column:deleted': ({ name }) => ['deleted the column ', named(name)],
  'label:created': ({ name }) => ['added the label ', named(name)],
  'label:changed': ({ before, after }) =>
    before === after
      ? ['gave the label ', named(after), ' another colour']
      : ['renamed the label ', named(before), ' to ', named(after)],
  'label:deleted': ({ name }) => ['deleted the label ', named(name)],
  'member:joined': ({ person, role }, { doer }) =>
    person === doer ? [`joined as ${ranked(role)}`] : ['brought in ', named(person), ` as ${ranked(role)}`],
  'member:changed': ({ person, role }) => ['made ', named(person), ` ${ranked(role)}`],
  'member:left': () => ['left the board'],
  'member:removed': ({ person }) => ['took ', named(person), ' off the board'],
  'invitation:created': ({ role }) => [`made an invitation link for ${ranked(role)}`],
  'invitation:revoked': ({ role }) => [`revoked an invitation link for ${ranked(role)}`],
  'room:created': ({ name }) => ['made the room ', named(name)],
  'room:renamed': ({ before, after }) => ['renamed the room ', named(before), ' to ', named(after)],
  'room:described': ({ name }) => ['changed what the room ', named(name), ' is for'],
  'room:archived': ({ name }) => ['put the room ', named(name), ' into the archive'],
  'room:restored': ({ name }) => ['brought the room ', named(name), ' back from the archive'],
  'room:deleted': ({ name }) => ['deleted the room ', named(name)],
  'task:created': ({ column }, { task }) => ['added ', task, ' to ', named(column)],
  'task:moved': ({ from, to }, { task }) =>
    from === to ? ['moved ', task, ' within ', named(to)] : ['moved ', task, ` from ${from} to `, named(to)],
  'task:renamed': ({ before, title }, { task, isOnTaskPage }) =>
    isOnTaskPage
      ? ['renamed it from ', named(before), ' to ', named(title)]
      : ['renamed ', named(before), ' to ', task],
  'task:described': (_, { task }) => ['changed the description of ', task],
  'task:prioritised': ({ priority }, { task }) =>
    priority === null
      ? ['took the priority off ', task]
      : [priority === 'urgent' ? 'raised' : 'set', ' the priority of ', task, ' to ', named(priority)],
  'task:started': ({ day }, { task }) =>
    day === null ? ['took the start day off ', task] : ['let ', task, ' start on ', named(dayInWords(day))],
  'task:due': ({ day }, { task }) =>
    day === null ? ['took the due day off ', task] : ['made ', task, ' due on ', named(dayInWords(day))],
  'task:progressed': ({ progress }, { task }) => ['set the progress of ', task, ' to ', named(`${progress} %`)],
  'task:assigned': ({ people }, { task, doer }) =>
    isOnly(people, doer) ? ['took on ', task] : ['assigned ', ...listed(people), ' to ', task],
  'task:unassigned': ({ people }, { task, doer }) =>
    isOnly(people, doer) ? ['stepped back from ', task] : ['took ', ...listed(people), ' off ', task],
  'task:labelled': ({ labels }, { task }) => [`put the ${labelWord(labels)} `, ...listed(labels), ' on ', task],
  'task:unlabelled': ({ labels }, { task }) => [`took the ${labelWord(labels)} `, ...listed(labels), ' off ', task],
  'task:archived': (_, { task }) => ['put ', task, ' into the archive'],
  'task:restored': (_, { task }) => ['brought ', task, ' back from the archive'],
  // There is nothing left to lead to.
  'task:deleted': ({ title }) => ['deleted ', named(title)],
  'step:added': ({ text }, subject) => ['added ', named(text), ...ofTask(' to the checklist of ', subject)],
  'step:checked': ({ text }, subject) => ['checked off ', named(text), ...ofTask(' in ', subject)],
  'step:unchecked': ({ text }, subject) => ['opened ', named(text), ' again', ...ofTask(' in ', subject)],
  'step:removed': ({ text }, subject) => ['crossed out ', named(text), ...ofTask(' in ', subject)],
  'step:changed': ({ before, text }, subject) => [
    'changed ',
    named(before),
    ' to ',
    named(text),
    ...ofTask(' in ', subject),
  ],
}

/** On its own page, a step's task goes without saying. */
function ofTask(words: string, { task, isOnTaskPage }: Subject): Part[] {
  return isOnTaskPage ? [] : [words, task]
}

/** One, two and three. */
function listed(names: string[]): Part[] {
  return names.flatMap((name, place) => {
    if (place === 0) return [named(name)]
    return [place === names.length - 1 ? ' and ' : ', ', named(name)]
  })
}

function isOnly(people: string[], person: string): boolean {
  return people.length === 1 && people[0] === person
}

function labelWord(labels: string[]): string {
  return labels.length === 1 ? 'label' : 'labels'
}

function ranked(role: string): string {
  return role === 'admin' ? 'an admin' : `a ${role}`
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

function dayInWords(day: string): string {
  return dayFormat.format(new Date(`${day}T00:00:00Z`))
}
