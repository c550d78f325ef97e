import { ExpectedError, Invalid, NotFound } from '../platform/errors.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { page, type Breadcrumb, type Reply } from '../platform/http/reply.ts'
import type { Services } from '../platform/services.ts'
import { lastDeedTo } from './audit.ts'
import { findAction, type Refused } from './deeds.ts'
import { findRecord, readList, rowsAPage, searchedRows, type ListQuery } from './list.queries.ts'
import { adminModels } from './models/index.ts'
import type { Action, AnyAdminModel, FieldValues, Hanging } from './model.ts'

/** What was done on the page before, to how many. */
export interface Said {
  did: string
  count: number
}

/** Draws one page of a model's list. */
export async function drawList({ db }: Services, model: AnyAdminModel, query: ListQuery, said?: Said): Promise<Reply> {
  const list = await readList(db, model, query)
  const rows = list.rows.map((row) => ({
    key: model.key.textOf(row),
    title: model.titleOf(row),
    cells: model.columns.map(({ show }) => show(row)),
  }))
  return page('admin/list', {
    title: model.many,
    pageKind: 'admin',
    breadcrumbs: [adminCrumb, { name: model.many }],
    locals: {
      model,
      query,
      rows,
      list,
      firstRow: (list.page - 1) * rowsAPage + 1,
      searched: list.isCut ? searchedRows : null,
      address: (more: Record<string, string | number>) => listAddress(model, parametersOf(query, more)),
      from: parametersOf(query, { page: list.page }).toString(),
      said: said && sentenceOf(model, said),
    },
  })
}

/** Draws the form by which a record is added. @param refusal what was wrong with it */
export function drawAddition(model: AnyAdminModel, typed: FieldValues = {}, refusal?: ExpectedError): Reply {
  const errors = refusal ? formErrors(refusal) : {}
  return page('admin/add', {
    title: `Add a ${model.one}`,
    pageKind: 'admin',
    breadcrumbs: [adminCrumb, crumbOf(model), { name: 'Add' }],
    locals: { model, fields: model.addition?.fields ?? [], values: typed, errors },
  })
}

/** The lists of what hangs on a record. */
function hangingOn({ relatedName }: AnyAdminModel, key: string): { name: string; href: string }[] {
  const models = adminModels.filter(({ related = [] }) => related.some(({ name }) => name === relatedName))
  return models.map(({ slug, many }) => ({ name: many, href: `/admin/${slug}/?${relatedName}=${key}` }))
}

export interface FormState {
  did?: string | undefined
  typed?: FieldValues
  error?: ExpectedError
}

/** Draws a record: what is known of it, its form, what can be done to it, and what was done. */
export async function drawForm(
  services: Services,
  model: AnyAdminModel,
  key: string,
  state: FormState,
): Promise<Reply> {
  const row = await findRecord(services.db, model, key)
  if (!row) return drawGone(services, model, key)
  const { form, columns, actions = [], titleOf, slug } = model
  return page('admin/record', {
    title: titleOf(row),
    pageKind: 'admin',
    breadcrumbs: [adminCrumb, crumbOf(model), { name: titleOf(row) }],
    locals: {
      model,
      recordKey: key,
      heading: titleOf(row),
      facts: columns.map(({ heading, show }) => ({ heading, shown: show(row) })),
      fields: form && (form.suits?.(row) ?? true) ? form.fields : [],
      begunFrom: form?.begunFrom?.(row) ?? {},
      values: state.typed ?? form?.valuesOf(row) ?? {},
      errors: state.error ? formErrors(state.error) : {},
      actions: actions.filter((action) => action.suits?.(row) ?? true),
      hanging: hangingOn(model, key),
      history: historyOf(slug, key),
      said: state.did && sentenceOf(model, { did: state.did, count: 1 }),
    },
  })
}

/**
 * Draws what is left of a record that is gone: the way to what was done to it.
 * @throws {NotFound} when nothing was: there never was one, as far as is known
 */
async function drawGone({ db }: Services, model: AnyAdminModel, key: string): Promise<Reply> {
  const { slug, one } = model
  const last = model.key.parse(key) && (await lastDeedTo(db, slug, key))
  if (!last) throw new NotFound(`There is no such ${one} any more.`)
  return page('admin/gone', {
    title: last.recordTitle,
    pageKind: 'admin',
    status: 404,
    breadcrumbs: [adminCrumb, crumbOf(model), { name: last.recordTitle }],
    locals: { one, heading: last.recordTitle, history: historyOf(slug, key) },
  })
}

function historyOf(slug: string, key: string): string {
  return `/admin/audit/?${new URLSearchParams({ record: `${slug}/${key}` })}`
}

/** What an action is to be done to, as an address or a form says it. */
export interface ChosenAction {
  action: string
  key: string[]
  /** What the list was asked for from which this was chosen, such as `page=2`: the way back leads there. */
  from: string
}

/** Draws the question before an action: what it means, to what it is done, and what hangs on that. */
export async function drawAction(
  services: Services,
  model: AnyAdminModel,
  chosen: ChosenAction,
  { typed = {}, error }: Pick<FormState, 'typed' | 'error'> = {},
): Promise<Reply> {
  const action = findAction(model, chosen.action)
  if (action.fields && chosen.key.length > 1) throw new Invalid('That is done to one at a time.')
  const described = await Promise.all(chosen.key.map((key) => describe(services, model, action, key)))
  // What is gone since it was ticked keeps the others from nothing.
  const records = described.filter((record) => record !== null)
  if (records.length === 0) throw new NotFound(`There is no such ${model.one} any more.`)
  return page('admin/action', {
    title: action.label,
    pageKind: 'admin',
    breadcrumbs: [adminCrumb, crumbOf(model), { name: action.label }],
    locals: {
      model,
      action,
      from: chosen.from,
      list: listAddress(model, new URLSearchParams(chosen.from)),
      records,
      isBlocked: records.every(({ hanging }) => hanging.some(({ fate }) => fate === 'blocks')),
      fields: action.fields ?? [],
      values: typed,
      errors: error ? formErrors(error) : {},
    },
  })
}

/** Draws the question again, for those to which the action could not be done, with the reason of each. */
export async function drawRefusedAction(
  services: Services,
  model: AnyAdminModel,
  { action, key, from }: ChosenAction,
  refused: Refused[],
): Promise<Reply> {
  const { titleOf } = model
  const label = findAction(model, action).label
  const reasons = await Promise.all(
    refused.map(async ({ key: refusedKey, reason }) => {
      const row = await findRecord(services.db, model, refusedKey)
      return { title: row ? titleOf(row) : refusedKey, reason, href: `/admin/${model.slug}/${refusedKey}/` }
    }),
  )
  return page('admin/refused', {
    title: label,
    pageKind: 'admin',
    status: 409,
    breadcrumbs: [adminCrumb, crumbOf(model), { name: label }],
    locals: {
      label,
      list: listAddress(model, new URLSearchParams(from)),
      reasons,
      done: key.length - refused.length,
    },
  })
}

async function describe(
  { db }: Services,
  model: AnyAdminModel,
  action: Action<object>,
  key: string,
): Promise<{ key: string; title: string; hanging: Hanging[] } | null> {
  const row = await findRecord(db, model, key)
  if (!row) return null
  const hanging = (await action.hangs?.(db, row)) ?? []
  return { key, title: model.titleOf(row), hanging: hanging.filter(({ count }) => count > 0) }
}

const adminCrumb: Breadcrumb = { name: 'Admin', href: '/admin/' }

function crumbOf({ slug, many }: AnyAdminModel): Breadcrumb {
  return { name: many, href: `/admin/${slug}/` }
}

/** What a list's address asks for, with something in it changed. */
function parametersOf(
  { q, sort, page: pageNumber, chosen, related }: ListQuery,
  more: Record<string, string | number>,
): URLSearchParams {
  const all = { q, sort, page: pageNumber, ...chosen, ...related, ...more }
  const named = Object.entries(all).filter(
    ([name, value]) => value !== '' && value !== 0 && !(name === 'page' && value === 1),
  )
  return new URLSearchParams(named.map(([name, value]) => [name, String(value)]))
}

/** The address of a model's list. @param parameters what of it is asked for, such as `page=2` */
export function listAddress({ slug }: AnyAdminModel, parameters: URLSearchParams): string {
  const search = parameters.toString()
  return `/admin/${slug}/${search && `?${search}`}`
}

/** "3 users disabled." */
function sentenceOf({ one, many, actions = [] }: AnyAdminModel, { did, count }: Said): string | undefined {
  const done = new Map([
    ['add', 'Added.'],
    ['change', 'Saved.'],
  ]).get(did)
  if (done) return done
  const action = actions.find(({ name }) => name === did)
  return action && `${count} ${count === 1 ? one : many.toLowerCase()} ${action.done}.`
}
