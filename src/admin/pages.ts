import { ExpectedError, Invalid, NotFound } from '../platform/errors.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { page, type Breadcrumb, type Reply } from '../platform/http/reply.ts'
import type { Services } from '../platform/services.ts'
import { findAction, type Refused } from './deeds.ts'
import { findRecord, getRecord, readList, rowsAPage, searchedRows, type ListQuery } from './list.queries.ts'
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
      total: list.total,
      pageCount: list.pageCount,
      firstRow: (query.page - 1) * rowsAPage + 1,
      searched: list.isCut ? searchedRows : null,
      address: (more: Record<string, string | number>) => addressOf(model, query, more),
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
  const row = await getRecord(services.db, model, key)
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
      history: `/admin/audit/?${new URLSearchParams({ model: slug, record: key })}`,
      said: state.did && sentenceOf(model, { did: state.did, count: 1 }),
    },
  })
}

/** What an action is to be done to, as an address or a form says it. */
export interface ChosenAction {
  action: string
  key: string[]
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
  { action, key }: ChosenAction,
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
      model,
      label,
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

/** The list's address with something in it changed. */
function addressOf({ slug }: AnyAdminModel, query: ListQuery, more: Record<string, string | number>): string {
  const { q, sort, page: pageNumber, chosen, related } = query
  const all = { q, sort, page: pageNumber, ...chosen, ...related, ...more }
  const named = Object.entries(all).filter(
    ([name, value]) => value !== '' && value !== 0 && !(name === 'page' && value === 1),
  )
  const search = new URLSearchParams(named.map(([name, value]) => [name, String(value)])).toString()
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
