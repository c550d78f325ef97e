import type * as z from 'zod'
import type { Administrator } from '../platform/actor.ts'
import type { Draft } from '../platform/change.ts'
import type { Db, Tx } from '../platform/db/index.ts'
import type { Services } from '../platform/services.ts'
import type { RecordKey } from './record-key.ts'

/** What a row is shown as in a cell of a list. */
export type Shown = string | number | Date | null | ShownState | ShownLink

/** A word with a coloured dot. */
export interface ShownState {
  state: 'good' | 'warn' | 'bad' | ''
  words: string
}

/** The way to another record. */
export interface ShownLink {
  words: string
  href: string
}

/** One column of a list. */
export interface Column<Row> {
  heading: string
  /**
   * The column of the database by which the list can be put in order; a related one's after a dot, such as `board.name`, and one that may
   * be empty with a question mark behind it, such as `dueOn?`.
   */
  sort?: string
  show(row: Row): Shown
}

/** A choice beside a list, which leaves some of its rows. */
export interface Filter {
  /** In the address. */
  name: string
  label: string
  options: { value: string; label: string; where: object }[]
}

/** Leaves the rows that hang on one record, such as the tasks of a board: `?board=7`. */
export interface RelatedFilter {
  /** In the address, and for people. */
  name: string
  /** What may stand in the address; a number unless said otherwise. */
  schema?: z.ZodType<string | number>
  // oxlint-disable-next-line typescript/no-explicit-any -- what the schema lets through
  where(value: any): object
  /**
   * The column by which an index gives what hangs on one record, newest first, such as a room's `position`. A large model has no order
   * of its own then; without it, what hangs on a record is looked for among the model's newest rows.
   */
  newestBy?: string
}

/** One field of a form. What it may hold says the form's schema. */
export interface Field {
  name: string
  label: string
  kind: 'text' | 'email' | 'password' | 'number' | 'date' | 'textarea' | 'select' | 'checkbox'
  hint?: string
  optional?: boolean
  options?: readonly { value: string; label: string }[]
}

/** Who does something on the admin site, and with what. */
export interface Administration {
  services: Services
  draft: Draft
  administrator: Administrator
}

/** What was done to which record, for the audit log. */
export interface Done {
  key: string
  title: string
}

/** Values of a form's fields, as they stand in it. */
export type FieldValues = Record<string, string>

/** How a record is changed. */
export interface Form<Row, Input> {
  fields: Field[]
  schema: z.ZodType<Input>
  valuesOf(row: Row): FieldValues
  /** What stands in the form unseen: from what the change began, so that nobody's change meanwhile is written over. */
  begunFrom?(row: Row): FieldValues
  /** Whether this one can be changed at all. */
  suits?(row: Row): boolean
  save(administration: Administration, row: Row, input: Input): Promise<unknown>
}

/** How a record is added. */
export interface Addition<Input> {
  fields: Field[]
  schema: z.ZodType<Input>
  /** Does what would hold the transaction up, such as hashing a password. */
  prepare?(input: Input): Promise<string>
  create(administration: Administration, input: Input, prepared: string): Promise<Done>
}

/** Something that can be done to one or more records, after a question. */
export interface Action<Row, Input = unknown> {
  /** In addresses and in the audit log. */
  name: string
  /** On its button: "Disable and sign out". */
  label: string
  /** What was done, after the number of records: "disabled". */
  done: string
  /** What it means, in the question before. */
  explanation: string
  isDangerous?: boolean
  /** Whether it makes sense for this one; else it is not offered. */
  suits?(row: Row): boolean
  /** What has to be filled in first; such an action is done to one record at a time. */
  fields?: Field[]
  schema?: z.ZodType<Input>
  /** What hangs on a record, shown before. */
  hangs?(db: Db | Tx, row: Row): Promise<Hanging[]>
  /** Does what would hold the transaction up, such as hashing a password. */
  prepare?(input: Input): Promise<string>
  run(administration: Administration, row: Row, prepared: string): Promise<unknown>
  /** How long it may take for one record. */
  timeoutMs?: number
}

/** So many of something that hangs on a record: it goes with it, stays, or is in the way. */
export interface Hanging {
  count: number
  /** In the plural: "tasks". */
  what: string
  fate: 'goes' | 'stays' | 'blocks'
}

/** What lists are read from: a model of the Prisma client. */
export interface Table<Row> {
  findMany(query: object): Promise<Row[]>
  findFirst(query: object): Promise<Row | null>
  count(query: object): Promise<number>
}

/** A model of the Prisma client, asked in one way whichever it is; its row is what `select` says. */
export function asTable<Row>(delegate: { findMany: unknown; findFirst: unknown; count: unknown }): Table<Row> {
  return delegate as Table<Row>
}

/** Everything that the admin site knows of one model. */
export interface AdminModel<Row, Changes = unknown, New = unknown> {
  /** In addresses: `labels` in /admin/labels/. */
  slug: string
  one: string
  many: string
  /** As the filters of other models call it that leave what hangs on one of its records. */
  relatedName?: string
  group: 'People' | 'Boards' | 'Messaging' | 'Upkeep'
  /** One sentence on what it is. */
  hint: string
  table(db: Db | Tx): Table<Row>
  key: RecordKey<Row>
  select: object
  /** Leaves out what is gone, such as tombstones. */
  where?: object
  titleOf(row: Row): string
  columns: Column<Row>[]
  /** The order of the list where nothing else is asked for; the key comes after it. */
  order: object[]
  /** The columns in which words are looked for; a related one's after a dot. */
  search: string[]
  /** Grows for ever: put in order by its key alone, and searched and filtered only where it is newest. */
  isLarge?: boolean
  filters?: Filter[]
  related?: RelatedFilter[]
  form?: Form<Row, Changes>
  addition?: Addition<New>
  actions?: Action<Row>[]
}

/** A model whose types no longer matter: what lists of models hold. */
// oxlint-disable-next-line typescript/no-explicit-any -- the one place where models of all shapes meet
export type AnyAdminModel = AdminModel<any, any, any>

/** Describes a model. */
export function adminModel<Row, Changes = unknown, New = unknown>(
  description: AdminModel<Row, Changes, New>,
): AdminModel<Row, Changes, New> {
  return description
}
