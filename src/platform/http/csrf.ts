import * as csurfModule from 'csurf'
import type { RequestHandler } from 'express'

// The package is an ES module whose types describe a CommonJS one: there, the function stands one `default` deeper.
const csurf = csurfModule.default as unknown as typeof csurfModule.default.default

/** Gives each session a token (`req.csrfToken()`) and passes an error with `code: 'EBADCSRFTOKEN'` where an unsafe request lacks it. */
export function createCsrf(): RequestHandler {
  return csurf()
}
