import * as csurfModule from 'csurf'
import type { Request, Response } from 'express'
import { Forbidden } from '../errors.ts'
import { safeMethods } from './origin.ts'

// The package is an ES module whose types describe a CommonJS one: there, the function stands one `default` deeper.
const csurf = csurfModule.default as unknown as typeof csurfModule.default.default

/** The token that each form carries, kept in the session. */
export interface Csrf {
  /**
   * Gives the request `csrfToken()`, and looks whether an unsafe one carries the right token. A safe request gets its token, and
   * with it a session, only when it asks: most need none.
   * @returns what is wrong, for the route to tell in its own way
   */
  protect(req: Request, res: Response): Promise<Forbidden | undefined>
}

export function createCsrf(): Csrf {
  const middleware = csurf()
  return {
    async protect(req, res) {
      if (!safeMethods.has(req.method)) return check(middleware, req, res)
      req.csrfToken = () => {
        middleware(req, res, (error?: unknown) => {
          if (error) throw error
        })
        return req.csrfToken()
      }
      return undefined
    },
  }
}

function check(middleware: ReturnType<typeof csurf>, req: Request, res: Response): Promise<Forbidden | undefined> {
  return new Promise((resolve, reject) => {
    middleware(req, res, (error?: unknown) => {
      if (!error) resolve(undefined)
      else if ((error as { code?: string }).code === 'EBADCSRFTOKEN') resolve(staleForm())
      else reject(error)
    })
  })
}

function staleForm(): Forbidden {
  return new Forbidden('This page had been open for too long. Nothing was changed; send it once more.')
}
