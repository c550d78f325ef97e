import * as z from 'zod'
import { siteAdmin } from '../platform/door.ts'
import { redirect } from '../platform/http/reply.ts'
import { route, type AnyRoute } from '../platform/http/route.ts'
import { changes, creations } from '../platform/limits.ts'
import { addRecord, changeRecord, findAction, runAction } from './deeds.ts'
import { drawAction, drawAddition, drawForm, drawList, drawRefusedAction, listAddress } from './pages.ts'
import { listQuery } from './list.queries.ts'
import type { AnyAdminModel } from './model.ts'

/** How many records one action may be done to at once: as many as a page of a list shows. */
const mostChosen = 50

const recordParams = z.object({ key: z.string().max(64) })

/** An action and to which records: in an address once, as often as there are boxes ticked. */
const chosen = z.object({
  action: z.string().min(1, 'say what is to be done').max(40),
  key: z.preprocess(
    (given) => (given === undefined ? [] : [given].flat()),
    z.array(z.string().max(64)).min(1, 'tick one or more first').max(mostChosen, `may be ${mostChosen} at most`),
  ),
  // As long as a list's longest search is in an address.
  from: z.string().max(4000).default(''),
})

/** The addresses of a model: its list, a record of it, and what can be done there. */
export function modelRoutes(model: AnyAdminModel): AnyRoute[] {
  const { slug, form, addition, actions = [] } = model
  return [
    listRoute(model, `/admin/${slug}/`),
    ...(addition ? additionRoutes(model, `/admin/${slug}/add/`) : []),
    ...(actions.length > 0 ? actionRoutes(model, `/admin/${slug}/act/`) : []),
    recordRoute(model, `/admin/${slug}/:key/`),
    ...(form ? [saveRoute(model, `/admin/${slug}/:key/`)] : []),
  ]
}

function listRoute(model: AnyAdminModel, path: string): AnyRoute {
  const said = z.object({ did: z.string().max(40).optional(), count: z.coerce.number().int().min(1).optional() })
  return route({
    method: 'get',
    path,
    input: z.intersection(listQuery(model), said),
    door: siteAdmin,
    handle: ({ services, input: { did, count, ...query } }) =>
      drawList(services, model, query, did === undefined ? undefined : { did, count: count ?? 1 }),
  })
}

function additionRoutes(model: AnyAdminModel, path: string): AnyRoute[] {
  return [
    route({
      method: 'get',
      path,
      door: siteAdmin,
      handle: () => drawAddition(model),
    }),
    route({
      method: 'post',
      path,
      input: model.addition?.schema as z.ZodType,
      door: siteAdmin,
      limit: creations,
      handle: async ({ services, access, input }) => {
        const key = await addRecord(services, access, model, input)
        return redirect(`/admin/${model.slug}/${key}/?did=add`)
      },
      refuse: ({ typed, error }) => drawAddition(model, typed, error),
    }),
  ]
}

function recordRoute(model: AnyAdminModel, path: string): AnyRoute {
  return route({
    method: 'get',
    path,
    params: recordParams,
    input: z.object({ did: z.string().max(40).optional() }),
    door: siteAdmin,
    handle: ({ services, params: { key }, input: { did } }) => drawForm(services, model, key, { did }),
  })
}

function saveRoute(model: AnyAdminModel, path: string): AnyRoute {
  return route({
    method: 'post',
    path,
    params: recordParams,
    input: model.form?.schema as z.ZodType,
    door: siteAdmin,
    limit: changes,
    handle: async ({ services, access, params: { key }, input }) => {
      await changeRecord(services, access, model, key, input)
      return redirect(`/admin/${model.slug}/${key}/?did=change`)
    },
    refuse: ({ services, params: { key }, typed, error }) => drawForm(services, model, key, { typed, error }),
  })
}

function actionRoutes(model: AnyAdminModel, path: string): AnyRoute[] {
  const { actions = [] } = model
  return [
    route({
      method: 'get',
      path,
      input: chosen,
      door: siteAdmin,
      handle: ({ services, input }) => drawAction(services, model, input),
    }),
    route({
      method: 'post',
      path,
      input: z.looseObject(chosen.shape),
      door: siteAdmin,
      limit: changes,
      handle: async ({ services, access, input: { action: name, key: keys, from, ...given } }) => {
        const action = findAction(model, name)
        const refused = await runAction(services, access, model, { action, keys, given })
        if (refused.length > 0) return drawRefusedAction(services, model, { action: name, key: keys, from }, refused)
        const back = new URLSearchParams(from)
        back.set('did', name)
        back.set('count', String(keys.length))
        return redirect(listAddress(model, back))
      },
      refuse: ({ services, typed, chosen: lists, error }) => {
        const asked = chosen.safeParse({ action: typed['action'], key: lists['key'], from: typed['from'] })
        // There is nothing to ask about again.
        if (!asked.success || !actions.some(({ name }) => name === asked.data.action)) throw error
        return drawAction(services, model, asked.data, { typed, error })
      },
    }),
  ]
}
