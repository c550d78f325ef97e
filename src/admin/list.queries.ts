import * as z from 'zod'
import { containing, type Db, type Tx } from '../platform/db/index.ts'
import { NotFound } from '../platform/errors.ts'
import { integerId } from '../platform/ids.ts'
import type { AnyAdminModel } from './model.ts'

export const rowsAPage = 50
/** Nobody leafs further; what is further away is found by its words. */
const lastPage = 200
/** How many rows can be leafed through, and so are counted at most. */
const countedRows = lastPage * rowsAPage
/** How many of the newest rows of a large model are looked through: the web process must not be kept for longer. */
export const searchedRows = 20_000

/** What of a list is asked for. */
export interface ListQuery {
  q: string
  /** A column's number, counted from one, with a minus for the other way round; 0 for the model's own order. */
  sort: number
  page: number
  /** By the names of the model's filters. */
  chosen: Record<string, string>
  /** By the names of the models that it hangs on. */
  related: Record<string, string | number>
}

export interface ListPage {
  rows: object[]
  /** Which one it is: the last one where a later one was asked for. */
  page: number
  pageCount: number
  /** How many rows there are on all pages. */
  total: number
  /** Whether there are more than can be leafed through. */
  hasMore: boolean
  /** Whether only the newest rows were looked through. */
  isCut: boolean
}

/** The schema of a list's address. */
export function listQuery(model: AnyAdminModel): z.ZodType<ListQuery> {
  const columns = model.isLarge ? 0 : model.columns.length
  const filters = (model.filters ?? []).map(({ name, options }) => {
    const values = options.map(({ value }) => value)
    return [name, z.union([z.literal(''), z.enum(values)]).optional()] as const
  })
  const related = (model.related ?? []).map(({ name, schema = integerId }) => [name, schema.optional()] as const)
  return z
    .object({
      q: z.string().trim().max(200, 'may have 200 characters at most').default(''),
      sort: z.coerce.number().int().min(-columns).max(columns).default(0),
      page: z.coerce.number().int().min(1).max(lastPage).default(1),
      ...Object.fromEntries(filters),
      ...Object.fromEntries(related),
    })
    .transform(({ q, sort, page, ...others }) => {
      const given = others as Record<string, string | number | undefined>
      const named = <Value>(names: readonly (readonly [string, unknown])[]): Record<string, Value> =>
        Object.fromEntries(names.flatMap(([name]) => (given[name] ? [[name, given[name] as Value]] : [])))
      return { q, sort, page, chosen: named<string>(filters), related: named<string | number>(related) }
    })
}

/** One page of a model's list. Two statements, and one more where a large model is looked through. */
export async function readList(db: Db, model: AnyAdminModel, query: ListQuery): Promise<ListPage> {
  const table = model.table(db)
  const { where, order, isCut } = model.isLarge ? await planLarge(db, model, query) : plan(db, model, query)
  // In an order that an index gives: the database would else put all of them into one of its own first.
  const counted = await table.count({ where, orderBy: order, take: countedRows + 1 })
  const total = Math.min(counted, countedRows)
  const pageCount = Math.max(1, Math.ceil(total / rowsAPage))
  const page = Math.min(query.page, pageCount)
  const rows = (await table.findMany({
    where,
    select: model.select,
    orderBy: order,
    skip: (page - 1) * rowsAPage,
    take: rowsAPage,
  })) as object[]
  return { rows, page, pageCount, total, hasMore: counted > total, isCut }
}

/**
 * One record, as it is now.
 * @throws {NotFound} when there is none, or its key can't be one
 */
export async function getRecord(db: Db | Tx, model: AnyAdminModel, key: string): Promise<object> {
  const row = await findRecord(db, model, key)
  if (!row) throw new NotFound(`There is no such ${model.one} any more.`)
  return row
}

/** The same; null when there is none. */
export async function findRecord(db: Db | Tx, model: AnyAdminModel, key: string): Promise<object | null> {
  const named = model.key.parse(key)
  if (!named) return null
  const query = { where: { AND: [model.where ?? {}, named] }, select: model.select }
  return model.table(db).findFirst(query) as Promise<object | null>
}

/** How many records each model has, and whether there are more than are counted of a large one. */
export async function countRecords(
  db: Db,
  models: AnyAdminModel[],
): Promise<Map<string, { count: number; hasMore: boolean }>> {
  const counts = models.map(async (model) => {
    const where = model.where ?? {}
    const counted = await model.table(db).count(model.isLarge ? { where, take: countedRows + 1 } : { where })
    const hasMore = Boolean(model.isLarge) && counted > countedRows
    return [model.slug, { count: hasMore ? countedRows : counted, hasMore }] as const
  })
  return new Map(await Promise.all(counts))
}

/** How a list is read. */
interface ListPlan {
  where: object
  order: object[]
  isCut: boolean
}

function plan(db: Db, model: AnyAdminModel, query: ListQuery): ListPlan {
  return { where: { AND: conditions(db, model, query) }, order: orderOf(model, query.sort), isCut: false }
}

/**
 * A large model is read by an index, newest first: of a record's that has one for what hangs on it, else of the model's own ids, which are
 * ordered by time. Whatever else is asked for is looked for among so many of those.
 */
async function planLarge(db: Db, model: AnyAdminModel, query: ListQuery): Promise<ListPlan> {
  const asked = (model.related ?? []).filter(({ name }) => query.related[name] !== undefined)
  const indexed = asked.find(({ newestBy }) => newestBy !== undefined)
  const by = indexed?.newestBy ?? 'id'
  const among = indexed?.where(query.related[indexed.name]) ?? {}
  const isCut = query.q !== '' || Object.keys(query.chosen).length > 0 || asked.length > (indexed ? 1 : 0)
  const cut = isCut ? await newest(db, model, { among, by }) : []
  return { where: { AND: [...conditions(db, model, query), ...cut] }, order: [{ [by]: 'desc' }], isCut }
}

function conditions(db: Db, model: AnyAdminModel, { q, chosen, related }: ListQuery): object[] {
  const filters = (model.filters ?? []).flatMap(({ name, options }) =>
    options.filter(({ value }) => value === chosen[name]),
  )
  const relations = (model.related ?? []).flatMap(({ name, where }) =>
    related[name] === undefined ? [] : [where(related[name])],
  )
  const words = q.split(/\s+/).filter(Boolean).slice(0, 8)
  const searches = words.map((word) => ({ OR: model.search.map((path) => nested(path, containing(db, word))) }))
  return [model.where ?? {}, ...filters.map(({ where }) => where), ...relations, ...searches]
}

/** The condition that leaves the newest rows; none where there are no more than are looked through. */
async function newest(db: Db, model: AnyAdminModel, { among, by }: { among: object; by: string }): Promise<object[]> {
  const beyond = (await model.table(db).findMany({
    where: among,
    orderBy: { [by]: 'desc' },
    skip: searchedRows,
    take: 1,
    select: { [by]: true },
  })) as Record<string, unknown>[]
  return beyond.map((row) => ({ [by]: { gt: row[by] } }))
}

function orderOf(model: AnyAdminModel, sort: number): object[] {
  const column = model.columns[Math.abs(sort) - 1]?.sort
  const chosen = column === undefined ? model.order : [orderBy(column, sort < 0 ? 'desc' : 'asc')]
  return [...chosen, ...model.key.columns.map((name) => ({ [name]: 'asc' }))]
}

/** Databases do not agree on where what is empty stands: last, either way round. */
function orderBy(column: string, direction: 'asc' | 'desc'): object {
  return column.endsWith('?')
    ? nested(column.slice(0, -1), { sort: direction, nulls: 'last' })
    : nested(column, direction)
}

/** `board.name` and a value become `{ board: { name: value } }`. */
function nested(path: string, value: unknown): object {
  return path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object
}
