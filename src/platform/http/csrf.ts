import * as csurfModule from 'csurf'
import type { Request, RequestHandler, Response } from 'express'
import { Forbidden } from '../errors.ts'

// The package is an ES module whose types describe a CommonJS one: there, the function stands one `default` deeper.
const csurf = csurfModule.default as unknown as typeof csurfModule.default.default

/** The token that each form carries, kept in the session. */
export interface Csrf {
  /** Gives every request `csrfToken()`. The token, and with it a session, is made only when it is asked for: most need none. */
  offer: RequestHandler
  /**
   * Looks whether an unsafe request carries the right token.
   * @returns what is wrong, for the route to tell in its own way
   */
  check(req: Request, res: Response): Promise<Forbidden | undefined>
}

export function createCsrf(): Csrf {
  const middleware = csurf()
  return {
    offer(req, res, next) {
      req.csrfToken = () => {
        // Puts its own `csrfToken` onto the request, whether or not this one carries the right token.
        middleware(req, res, refuseAllButStale)
        return req.csrfToken()
      }
      next()
    },
    check(req, res) {
      return new Promise((resolve, reject) => {
        middleware(req, res, (error?: unknown) => {
          if (!error) resolve(undefined)
          else if (isStale(error)) resolve(staleForm())
          else reject(error)
        })
      })
    },
  }
}

function refuseAllButStale(error?: unknown): void {
  if (error && !isStale(error)) throw error
}

function isStale(error: unknown): boolean {
  return (error as { code?: string }).code === 'EBADCSRFTOKEN'
}

function staleForm(): Forbidden {
  return new Forbidden('This page had been open for too long. Nothing was changed; send it once more.')
}
