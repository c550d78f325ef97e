import type { Administrator } from '../platform/actor.ts'
import { Conflict, ExpectedError, Invalid, NotFound } from '../platform/errors.ts'
import { parseInput } from '../platform/parse-input.ts'
import type { Services } from '../platform/services.ts'
import { administer } from './administer.ts'
import { changesBetween } from './audit.ts'
import { getRecord } from './list.queries.ts'
import type { Action, AnyAdminModel } from './model.ts'

/** Adds a record. @returns its key */
export async function addRecord(
  services: Services,
  administrator: Administrator,
  model: AnyAdminModel,
  input: unknown,
): Promise<string> {
  const { addition, slug } = model
  if (!addition) throw new NotFound()
  const prepared = (await addition.prepare?.(input)) ?? ''
  const done = await administer(services, administrator, async (administration) => ({
    model: slug,
    deed: 'add',
    ...(await addition.create(administration, input, prepared)),
  }))
  return done?.key ?? ''
}

/** Changes a record by its form. What was changed is written into the audit log, from what to what; nothing is where nothing was. */
export async function changeRecord(
  services: Services,
  administrator: Administrator,
  model: AnyAdminModel,
  key: string,
  input: unknown,
): Promise<void> {
  const { form, slug, titleOf } = model
  if (!form) throw new NotFound()
  // Of longer texts the log says that they were changed: what is taken back must not go on there.
  const short = form.fields.filter(({ kind }) => kind !== 'textarea')
  const labels = Object.fromEntries(short.map(({ name, label }) => [name, label]))
  await administer(services, administrator, async (administration) => {
    const { tx } = administration.draft
    const before = await getRecord(tx, model, key)
    if (form.suits?.(before) === false) throw new Conflict('This one can’t be changed any more.')
    await form.save(administration, before, input)
    const after = await getRecord(tx, model, key)
    const [was, is] = [form.valuesOf(before), form.valuesOf(after)]
    const texts = form.fields.filter(({ name, kind }) => kind === 'textarea' && was[name] !== is[name])
    const changes = [
      ...changesBetween(labels, was, is),
      ...texts.map(({ label }) => ({ field: label, before: '…', after: '…' })),
    ]
    return changes.length === 0
      ? undefined
      : { model: slug, deed: 'change', key: model.key.textOf(before), title: titleOf(before), changes }
  })
}

/** A record to which an action could not be done, and why. */
export interface Refused {
  key: string
  reason: string
}

export interface ActionRun {
  action: Action<object>
  keys: string[]
  /** What was filled in, for an action with fields. */
  given: object
}

/**
 * Does an action to records, each in a transaction of its own: one that can't be done keeps the others from nothing.
 * @returns those to which it was not done
 * @throws {Invalid} when what was filled in does not fit
 */
export async function runAction(
  services: Services,
  administrator: Administrator,
  model: AnyAdminModel,
  { action, keys, given }: ActionRun,
): Promise<Refused[]> {
  if (action.schema && keys.length > 1) throw new Invalid('That is done to one at a time.')
  const prepared = (action.schema && (await action.prepare?.(parseInput(action.schema, given)))) ?? ''
  const refused: Refused[] = []
  for (const key of keys) {
    try {
      await runOnce(services, administrator, model, { action, key, prepared })
    } catch (error) {
      // What was filled in is put right in the form; without one, each record has its reason.
      if (!(error instanceof ExpectedError) || (action.schema && error.fields)) throw error
      refused.push({ key, reason: Object.values(error.fields ?? {}).join(' ') || error.message })
    }
  }
  return refused
}

async function runOnce(
  services: Services,
  administrator: Administrator,
  model: AnyAdminModel,
  { action, key, prepared }: { action: Action<object>; key: string; prepared: string },
): Promise<void> {
  const { slug, titleOf } = model
  const timeoutMs = action.timeoutMs
  await administer(
    services,
    administrator,
    async (administration) => {
      const row = await getRecord(administration.draft.tx, model, key)
      if (action.suits?.(row) === false) throw new Conflict('That is so already, or does not fit what it is now.')
      const done = { model: slug, deed: action.name, key: model.key.textOf(row), title: titleOf(row) }
      await action.run(administration, row, prepared)
      return done
    },
    timeoutMs === undefined ? {} : { timeoutMs },
  )
}

/** @throws {Invalid} when the model has no such action */
export function findAction({ actions = [] }: AnyAdminModel, name: string): Action<object> {
  const action = actions.find((one) => one.name === name)
  if (!action) throw new Invalid('Say what is to be done.', { action: 'Choose what is to be done.' })
  return action
}
