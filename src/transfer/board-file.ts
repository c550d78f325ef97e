import * as z from 'zod'
import { isFreeOfTombstones } from '../chat/index.ts'
import { LabelColour } from '../platform/db/index.ts'
import { username } from '../users/index.ts'
import { deedFacts, type FileDeedType } from './deed-fields.ts'
import { keptName, keptOptionalText } from './kept-text.ts'

// The format of a board's file, docs/board-file.md. What verbs let in has to fit in here, or a board could not come back.

export const boardFileFormat = 'taskflow-board'
export const boardFileVersion = 1

/** How many of each a file may hold. */
export const most = { people: 2000, labels: 200, rooms: 500, columns: 200, tasks: 20_000, activity: 50_000 } as const

/** How many brackets may be open at once: a deed's list of people needs six. */
export const deepest = 8

const moment = z.iso
  .datetime({ offset: true, error: 'is not a moment such as 2026-03-12T10:44:00Z' })
  .transform((text) => new Date(text))
  .refine((date) => date.getUTCFullYear() >= 1970 && date.getUTCFullYear() < 3000, 'is too far away')
const momentOrNull = moment.nullable().default(null)
const flag = z.boolean('is true or false').default(false)
const day = z.iso.date('is not a day in the calendar').nullable().default(null)
const list = <Element extends z.ZodType>(element: Element, longest: number) =>
  z
    .array(element, 'has to be a list')
    .max(longest, `may have ${longest.toLocaleString('en')} at most`)
    .default([])
const whole = (least: number, greatest: number) =>
  z
    .number('has to be a number')
    .int('has to be a whole number')
    .min(least, `is ${least} to ${greatest}`)
    .max(greatest, `is ${least} to ${greatest}`)

const roles = ['owner', 'admin', 'member', 'viewer'] as const
const colours = Object.values(LabelColour)

const filePerson = z.strictObject({
  username,
  displayName: keptName(80),
  role: z.enum(roles, 'is owner, admin, member or viewer').nullable().default(null),
})

const fileLabel = z.strictObject({
  name: keptName(60),
  colour: z.enum(colours, `is one of ${colours.join(', ')}`),
})

const fileColumn = z.strictObject({
  name: keptName(120),
  isDone: flag,
  wipLimit: whole(1, 999).nullable().default(null),
  archivedAt: momentOrNull,
})

const fileRoom = z.strictObject({
  name: keptName(60).refine(isFreeOfTombstones, 'can’t be this: it means a room that was deleted'),
  description: keptOptionalText(250),
  archivedAt: momentOrNull,
})

const fileStep = z.strictObject({ text: keptName(500), isDone: flag })

export const fileTask = z.strictObject({
  column: whole(0, most.columns - 1),
  title: keptName(500),
  description: keptOptionalText(20_000),
  priority: z.enum(['low', 'medium', 'high', 'urgent'], 'is low, medium, high or urgent').nullable().default(null),
  startOn: day,
  dueOn: day,
  progress: whole(0, 100).default(0),
  finishedAt: momentOrNull,
  archivedAt: momentOrNull,
  createdAt: moment.optional(),
  createdBy: z.string('has to be a username').nullable().default(null),
  labels: list(z.string('has to be the name of a label'), 200),
  assignees: list(z.string('has to be a username'), 1000),
  steps: list(fileStep, 200),
})

export const fileDeed = z
  .strictObject({
    at: moment,
    by: z.string('has to be a username'),
    type: z.enum(Object.keys(deedFacts) as FileDeedType[], 'is not known to this version'),
    task: whole(0, most.tasks - 1)
      .nullable()
      .default(null),
    facts: z.unknown(),
  })
  .transform((deed, context) => {
    const facts = deedFacts[deed.type].safeParse(deed.facts)
    if (facts.success) return { ...deed, facts: facts.data }
    for (const { message, path } of facts.error.issues)
      context.addIssue({ code: 'custom', message, path: ['facts', ...path] })
    return z.NEVER
  })

/** All but the tasks and the activity, which are checked in batches. */
export const fileHead = z.strictObject({
  format: z.literal(boardFileFormat),
  formatVersion: z.literal(boardFileVersion, `is not known here: this version reads ${boardFileVersion}`),
  exportedAt: moment.optional(),
  board: z.strictObject({ name: keptName(120), description: keptOptionalText(500) }, 'has to be an object'),
  people: list(filePerson, most.people),
  labels: list(fileLabel, most.labels),
  rooms: list(fileRoom, most.rooms),
  columns: list(fileColumn, most.columns),
})

type Head = Omit<z.output<typeof fileHead>, 'format' | 'formatVersion' | 'exportedAt'>
export type FilePerson = z.output<typeof filePerson>
export type FileTask = z.output<typeof fileTask>
export type FileDeed = z.output<typeof fileDeed>

/** A board's file, read and found good. */
export interface BoardFile extends Head {
  tasks: FileTask[]
  activity: FileDeed[]
}
