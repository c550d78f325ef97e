import type * as z from 'zod'
import type { Actor } from '../actor.ts'
import type { Door } from '../door.ts'
import type { ExpectedError } from '../errors.ts'
import type { Limit } from '../limits.ts'
import type { Services } from '../services.ts'
import type { SessionHolder } from '../session-holder.ts'
import type { Reply } from './reply.ts'
import type { UploadRule } from './upload.ts'

export type Method = 'get' | 'post' | 'patch' | 'delete'

/** The session, for the few routes that sign people in and out. */
export interface SessionControl {
  /** Signs the person in under a new session id. */
  signIn(holder: SessionHolder): Promise<void>
  /** Ends the session and disconnects its sockets. */
  signOut(): Promise<void>
}

/** Where and when the viewer is, as the browser told. */
export interface ViewersCalendar {
  /** The IANA name of the time zone; UTC until the browser has told it. */
  timeZone: string
  /** The calendar day there, as `2026-03-12`. */
  today: string
}

/** What a route's handler knows of the request. */
export interface RouteRequest<Params, Input, Access> extends ViewersCalendar {
  services: Services
  actor: Actor | null
  params: Params
  input: Input
  access: Access
  /** The file that came with the request, for routes with `upload`. */
  file: Buffer | undefined
  session: SessionControl
  /** The token that an unsafe request from this session has to carry. */
  csrfToken(): string
  /** The address of who asks, for limits. */
  clientAddress: string
  /** Scheme and host by which this site is reached, for links that are given to others. */
  siteOrigin: string
}

/** A form that was not taken: what was typed, and why. */
export interface Refusal<Params, Access> extends ViewersCalendar {
  services: Services
  actor: Actor | null
  params: Params
  access: Access
  typed: Record<string, string>
  /** Of fields that may be sent more than once, such as the checked boxes of a list: what was chosen, by the field's name. */
  chosen: Record<string, string[]>
  error: ExpectedError
}

/**
 * One address, stated in one place: what it takes, who may use it, what it does.
 *
 * - `params`: the address's own parts. A part that does not fit is an address that does not exist.
 * - `door`: turns who asks and the params into an access value, or throws.
 * - `input`: the query and the body together.
 * - `upload`: the file that may come with it; read behind the door.
 * - `limit`: how often one person may do it.
 * - `refuse`: for forms: draws the form again, with what was typed and what is wrong with it.
 */
export interface Route<Params = never, Input = never, Access = never> {
  method: Method
  path: string
  params?: z.ZodType<Params>
  input?: z.ZodType<Input>
  door: Door<Params, Access>
  upload?: UploadRule
  limit?: Limit
  handle(request: RouteRequest<Params, Input, Access>): Promise<Reply> | Reply
  refuse?(refusal: Refusal<Params, Access>): Promise<Reply> | Reply
}

/** Declares a route. */
export function route<Access, Params = undefined, Input = undefined>(
  definition: Route<Params, Input, Access>,
): Route<Params, Input, Access> {
  return definition
}

/** A route whose types no longer matter: what lists of routes hold. */
// oxlint-disable-next-line typescript/no-explicit-any -- the one place where routes of all shapes meet
export type AnyRoute = Route<any, any, any>
