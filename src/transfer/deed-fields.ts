import * as z from 'zod'
import type { Deed } from '../boards/index.ts'
import { keptText } from './kept-text.ts'

/** Deeds that a file tells of. That a board was imported is a fact of one installation and stays there. */
export type FileDeedType = Exclude<Deed['type'], 'board:imported'>

type FactsOf<Type, Each = Deed> = Each extends { type: infer Types }
  ? Type extends Types
    ? Omit<Each, 'type' | 'taskId'>
    : never
  : never

const text = keptText(25_000)
const texts = z.array(text).max(1000, 'may have 1,000 at most')
const named = z.strictObject({ name: text })
const renamed = z.strictObject({ before: text, after: text })
const withRole = z.strictObject({ person: text, role: text })
const withPerson = z.strictObject({ person: text })
const task = z.strictObject({ title: text })
const day = task.extend({ day: z.iso.date('is not a day in the calendar').nullable() })
const withStep = task.extend({ text })

/** By type, the facts of a deed, but for the task's id. The compiler sees to it that each type of Deed is here, in its shape. */
export const deedFacts: { [Type in FileDeedType]: z.ZodType<FactsOf<Type>> } = {
  'board:created': named,
  'board:renamed': renamed,
  'board:described': z.strictObject({}),
  'board:handed-over': withPerson,
  'invitation:created': z.strictObject({ role: text }),
  'invitation:revoked': z.strictObject({ role: text }),
  'column:created': named,
  'column:moved': named,
  'column:archived': named,
  'column:restored': named,
  'column:deleted': named,
  'column:renamed': renamed,
  'column:limited': z.strictObject({ name: text, limit: z.number('has to be a number').nullable() }),
  'column:marked-done': named,
  'column:marked-open': named,
  'label:created': named,
  'label:deleted': named,
  'label:changed': renamed,
  'member:joined': withRole,
  'member:changed': withRole,
  'member:left': withPerson,
  'member:removed': withPerson,
  'room:created': named,
  'room:renamed': renamed,
  'room:described': named,
  'room:archived': named,
  'room:restored': named,
  'room:deleted': named,
  'task:created': task.extend({ column: text }),
  'task:moved': task.extend({ from: text, to: text }),
  'task:renamed': task.extend({ before: text }),
  'task:described': task,
  'task:prioritised': task.extend({ priority: text.nullable() }),
  'task:started': day,
  'task:due': day,
  'task:progressed': task.extend({ progress: z.number('has to be a number') }),
  'task:assigned': task.extend({ people: texts }),
  'task:unassigned': task.extend({ people: texts }),
  'task:labelled': task.extend({ labels: texts }),
  'task:unlabelled': task.extend({ labels: texts }),
  'task:archived': task,
  'task:restored': task,
  'task:deleted': task,
  'step:added': withStep,
  'step:checked': withStep,
  'step:unchecked': withStep,
  'step:removed': withStep,
  'step:changed': withStep.extend({ before: text }),
}
