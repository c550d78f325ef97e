import type { Express, RequestHandler } from 'express'
import type { Actor } from '../actor.ts'
import type { Door } from '../door.ts'
import { Forbidden } from '../errors.ts'
import type { Services } from '../services.ts'
import { isOwnOrigin, safeMethods } from './origin.ts'

/**
 * A part of the site that a library serves by itself, pages and requests. Stated in one place: where it is, and who may use it.
 * - `door`: asked at each request, for files too.
 * - `load`: called at the first request that the door lets through.
 * - `record`: writes down what somebody is about to change there.
 */
export interface Panel {
  path: string
  door: Door<undefined, unknown>
  load(services: Services, path: string): Promise<RequestHandler>
  /** @param address below `path` */
  record(services: Services, actor: Actor, address: string): Promise<void>
}

/**
 * Serves panels. Their requests carry no token of ours, because the library's client knows of none. In its place what changes something
 * has to say by `Origin` that it comes from a page of this site; browsers always say so, and no page can make them say otherwise.
 */
export function mountPanels(app: Express, panels: Panel[], services: Services, appOrigin: string | undefined): void {
  for (const panel of panels) {
    let loaded: Promise<RequestHandler> | undefined
    app.use(panel.path, async (req, res, next) => {
      await panel.door(services, (req.user as Actor | undefined) ?? null, undefined)
      const isOwn = req.headers.origin !== undefined && isOwnOrigin(req, appOrigin)
      if (!safeMethods.has(req.method) && !isOwn) throw new Forbidden('This did not come from a page of TaskFlow.')
      loaded ??= panel.load(services, panel.path).catch((error: unknown) => {
        // The next request tries again.
        loaded = undefined
        throw error
      })
      const serve = await loaded
      if (!safeMethods.has(req.method)) await panel.record(services, req.user as Actor, req.path)
      await serve(req, res, next)
    })
  }
}

/** Whether an address belongs to one of these panels. */
export function isInPanel(panels: Panel[], address: string): boolean {
  return panels.some(({ path }) => address === path || address.startsWith(`${path}/`))
}
