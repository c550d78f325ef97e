/** Which input was wrong and why, by the name of its field. */
export type FieldErrors = Record<string, string>

export type ErrorCode =
  | 'invalid'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'rate_limited'
  | 'unavailable'
  | 'internal'

/** An error that a person can understand and do something about. Anything else that is thrown is a bug. */
export abstract class ExpectedError extends Error {
  abstract readonly code: ErrorCode
  abstract readonly status: number
  readonly fields: FieldErrors | undefined

  constructor(message: string, fields?: FieldErrors, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.fields = fields
  }
}

/** There is no such thing, or not for this person: outsiders can't tell the two apart. */
export class NotFound extends ExpectedError {
  readonly code = 'not_found'
  readonly status = 404
  constructor(
    message = 'It may have been deleted, or it is on a board that you are not a member of. Whoever sent you here can add you.',
  ) {
    super(message)
  }
}

/** The person sees the thing but may not do this with it. */
export class Forbidden extends ExpectedError {
  readonly code = 'forbidden'
  readonly status = 403
  constructor(message = 'You may look at this, but not do that here.') {
    super(message)
  }
}

/** The input has the wrong shape. `fields` names each wrong one. */
export class Invalid extends ExpectedError {
  readonly code = 'invalid'
  readonly status = 400
}

/** The input is well-formed but clashes with what is there. `fields` names what to change. */
export class Conflict extends ExpectedError {
  readonly code = 'conflict'
  readonly status = 409
}

/** Nobody is signed in. */
export class Unauthorized extends ExpectedError {
  readonly code = 'unauthorized'
  readonly status = 401
  constructor(message = 'Sign in first.') {
    super(message)
  }
}

/** Too much in too short a time. */
export class RateLimited extends ExpectedError {
  readonly code = 'rate_limited'
  readonly status = 429
  readonly retryAfterSeconds: number
  constructor(retryAfterSeconds: number, message?: string) {
    super(message ?? `That was too much in a short time. Try again in ${inWords(retryAfterSeconds)}.`)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The body of a request is larger than we read. */
export class TooLarge extends ExpectedError {
  readonly code = 'too_large'
  readonly status = 413
  constructor(message = 'That is more than can be taken in one go.') {
    super(message)
  }
}

/** Something we stand on (the database, Redis) does not answer. */
export class Unavailable extends ExpectedError {
  readonly code = 'unavailable'
  readonly status = 503
  constructor(
    message = 'Part of TaskFlow does not answer just now. Nothing is lost; try again in a moment.',
    cause?: unknown,
  ) {
    super(message, undefined, { cause })
  }
}

/** How an error is told to a client, over HTTP or in a socket's acknowledgement. */
export interface ErrorReport {
  status: number
  code: ErrorCode
  message: string
  fields?: FieldErrors
}

/** The one mapping from what was thrown to what is told. A bug is told without its details. */
export function reportError(error: unknown): ErrorReport {
  if (!(error instanceof ExpectedError))
    return { status: 500, code: 'internal', message: 'Something went wrong on our side.' }
  const { status, code, message, fields } = error
  return fields ? { status, code, message, fields } : { status, code, message }
}

/** Whether the error is our fault and belongs into the log. */
export function isBug(error: unknown): boolean {
  return !(error instanceof ExpectedError) || error instanceof Unavailable
}

function inWords(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.ceil(seconds))} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}
