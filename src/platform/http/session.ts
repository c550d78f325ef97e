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
import type { SessionControl } from './route.ts'

const sessionSeconds = 30 * 24 * 60 * 60
/** Whoever is not signed in has a session only for the token of a form; anyone can make many of them. */
const anonymousSessionSeconds = 4 * 60 * 60

export interface SessionOptions {
  redis: Redis
  prefix: string
  secret: string
  /** The cookie is sent over https only. */
  secure: boolean
  /** Finds who is signed in; null when there is no such person any more, or not to be let in. */
  findActor(userId: number): Promise<Actor | null>
}

/** Sessions in Redis, and who is signed in: for pages, the API and the socket's handshake alike. */
export function createSessionMiddleware(options: SessionOptions): RequestHandler[] {
  const authenticator = new passport.Passport()
  authenticator.serializeUser((user, done) => done(null, (user as Actor).id))
  authenticator.deserializeUser((id, done) => {
    options.findActor(Number(id)).then((actor) => done(null, actor ?? false), done)
  })
  return [unavailableOnFailure(createSession(options)), authenticator.session() as RequestHandler]
}

function createSession({ redis, prefix, secret, secure }: SessionOptions): RequestHandler {
  return session({
    name: 'taskflow',
    secret,
    resave: false,
    saveUninitialized: false,
    store: new RedisStore({ client: redis, prefix: `${prefix}:session:`, ttl: secondsToKeep, disableTouch: true }),
    cookie: { httpOnly: true, sameSite: 'lax', secure, maxAge: sessionSeconds * 1000 },
  })
}

function secondsToKeep(kept: session.SessionData & { passport?: { user?: unknown } }): number {
  return kept.passport?.user === undefined ? anonymousSessionSeconds : sessionSeconds
}

// What the session store throws is Redis being away: the person is told so, not that we made a mistake.
function unavailableOnFailure(middleware: RequestHandler): RequestHandler {
  return (req, res, next) => {
    void middleware(req, res, (error?: unknown) => next(error ? new Unavailable(undefined, error) : undefined))
  }
}

/** Signing in and out, for the routes that do it. Passport gives a new session id at both. */
export function sessionControl(req: Request, services: Services): SessionControl {
  return {
    async signIn(userId) {
      await promisify((done: (error: unknown) => void) => req.logIn({ id: userId }, done))()
    },
    async signOut() {
      const sessionId = req.sessionID
      await promisify((done: (error: unknown) => void) => req.logOut(done))()
      services.accessChanges.sessionEnded(sessionKey(sessionId))
    },
  }
}

/** What stands for a session between processes and in socket rooms: the id itself would let its holder in. */
export function sessionKey(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('base64url').slice(0, 22)
}
