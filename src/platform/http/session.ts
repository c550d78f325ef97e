import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { RedisStore } from 'connect-redis'
import type { Request, RequestHandler } from 'express'
import session from 'express-session'
import type { Redis } from 'ioredis'
import passport from 'passport'
import type { Actor } from '../actor.ts'
import { Unavailable } from '../errors.ts'
import type { Services } from '../services.ts'
import { sessionHolder, type SessionHolder } from '../session-holder.ts'
import type { SessionControl } from './route.ts'

const sessionSeconds = 30 * 24 * 60 * 60
/** Whoever is not signed in has a session only for the token of a form; anyone can make many of them. */
const anonymousSessionSeconds = 4 * 60 * 60

/** Finds who is signed in; null when there is no such person any more, they are not to be let in, or their sessions were ended. */
export type FindActor = (holder: SessionHolder) => Promise<Actor | null>

export interface SessionOptions {
  redis: Redis
  prefix: string
  cookieName: string
  secret: string
  /** The cookie is sent over https only. */
  secure: boolean
  findActor: FindActor
}

/** Sessions in Redis, and who is signed in: for pages, the API and the socket's handshake alike. */
export function createSessionMiddleware(options: SessionOptions): RequestHandler[] {
  const authenticator = new passport.Passport()
  // Only `signIn` below hands somebody to Passport.
  authenticator.serializeUser((holder, done) => done(null, holder))
  authenticator.deserializeUser((kept, done) => {
    findHolder(kept, options.findActor).then((actor) => done(null, actor ?? false), done)
  })
  return [unavailableOnFailure(createSession(options)), authenticator.session() as RequestHandler]
}

async function findHolder(kept: unknown, findActor: FindActor): Promise<Actor | null> {
  const { data: holder } = sessionHolder.safeParse(kept)
  return holder ? findActor(holder) : null
}

function createSession({ redis, prefix, cookieName, secret, secure }: SessionOptions): RequestHandler {
  return session({
    name: cookieName,
    secret,
    resave: false,
    saveUninitialized: false,
    store: new RedisStore({ client: redis, prefix: `${prefix}:session:`, ttl: secondsToKeep, disableTouch: true }),
    cookie: { httpOnly: true, sameSite: 'lax', secure, maxAge: sessionSeconds * 1000 },
  })
}

/** A session as it is stored; `passport.user` is the holder of who is signed in. */
type KeptSession = session.SessionData & { passport?: { user?: unknown } }

function secondsToKeep(kept: KeptSession): number {
  return kept.passport?.user === undefined ? anonymousSessionSeconds : sessionSeconds
}

// What the session store throws is Redis being away: the person is told so, not that we made a mistake.
function unavailableOnFailure(middleware: RequestHandler): RequestHandler {
  return (req, res, next) => {
    void middleware(req, res, (error?: unknown) => next(error ? new Unavailable(undefined, error) : undefined))
  }
}

/** Signing in and out, for the routes that do it. Passport gives a new session id at both, and the sockets of the old one end. */
export function sessionControl(req: Request, services: Services): SessionControl {
  return {
    async signIn(holder) {
      const endedId = req.user ? req.sessionID : undefined
      await inStore((done) => req.logIn(holder, done))
      if (endedId !== undefined) services.accessChanges.sessionEnded(sessionKey(endedId))
    },
    async signOut() {
      const sessionId = req.sessionID
      await inStore((done) => req.logOut(done))
      services.accessChanges.sessionEnded(sessionKey(sessionId))
    },
  }
}

// What fails here is the store, which is Redis.
async function inStore(act: (done: (error?: unknown) => void) => void): Promise<void> {
  try {
    await promisify(act)()
  } catch (error) {
    throw new Unavailable(undefined, error)
  }
}

/** What the session middleware leaves on the request of somebody who is signed in. */
export interface SignedInRequest {
  user: Actor
  sessionID: string
  sessionStore: session.Store
}

/** Whether the session is still this person's. False while the store or the database does not answer. */
export async function sessionLasts(
  { user, sessionID, sessionStore }: SignedInRequest,
  findActor: FindActor,
): Promise<boolean> {
  try {
    const kept = await readSession(sessionStore, sessionID)
    const actor = await findHolder(kept?.passport?.user, findActor)
    return actor?.id === user.id
  } catch {
    return false
  }
}

function readSession(store: session.Store, sessionId: string): Promise<KeptSession | null> {
  return new Promise((resolve, reject) => {
    store.get(sessionId, (error: Error | null | undefined, kept?: KeptSession | null) => {
      if (error) reject(error)
      else resolve(kept ?? null)
    })
  })
}

/** What stands for a session between processes and in socket rooms: the id itself would let its holder in. */
export function sessionKey(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('base64url').slice(0, 22)
}
