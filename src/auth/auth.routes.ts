import * as z from 'zod'
import { anyone, signedIn } from '../platform/door.ts'
import { change } from '../platform/change.ts'
import { Forbidden } from '../platform/errors.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { json, page, redirect, type Reply } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import type { Limit } from '../platform/limits.ts'
import type { Settings } from '../platform/services.ts'
import { createUser, hasAnyUser, newAccount, prepareAccount } from '../users/index.ts'
import { checkCredentials } from './sign-in.ts'

/** New accounts from one address. */
const registrations: Limit = { name: 'register', points: 20, seconds: 60 * 60 }

/** Only an address of this site: whoever made the link must not send people elsewhere. */
const nextAddress = z
  .string()
  .regex(/^\/(?![/\\])[^\\]*$/)
  .catch('/')
  .default('/')

const loginPage = route({
  method: 'get',
  path: '/accounts/login/',
  input: z.object({ next: nextAddress }),
  door: anyone,
  handle: async ({ services, actor, input }) => {
    if (actor) return redirect(input.next)
    if (!(await hasAnyUser(services.db))) return redirect('/accounts/setup/')
    return drawLogin({ username: '' }, {}, input.next, services.settings)
  },
})

const login = route({
  method: 'post',
  path: '/accounts/login/',
  input: z.object({
    username: z.string().min(1, 'say who you are').max(254),
    password: z.string().min(1, 'needs your password').max(200),
    next: nextAddress,
  }),
  door: anyone,
  handle: async ({ services, input, session, clientAddress }) => {
    await session.signIn(await checkCredentials(services, input, clientAddress))
    return redirect(input.next)
  },
  refuse: ({ services, typed, error }) =>
    drawLogin(typed, formErrors(error), nextAddress.parse(typed['next']), services.settings),
})

const registerPage = route({
  method: 'get',
  path: '/accounts/register/',
  input: z.object({ next: nextAddress }),
  door: anyone,
  handle: async ({ services, actor, input }) => {
    if (actor) return redirect(input.next)
    if (!(await hasAnyUser(services.db))) return redirect('/accounts/setup/')
    requireOpenRegistration(services.settings)
    return drawRegister({}, {}, input.next)
  },
})

const register = route({
  method: 'post',
  path: '/accounts/register/',
  input: newAccount.extend({ next: nextAddress }),
  door: anyone,
  handle: async ({ services, input: { next, ...given }, session, clientAddress }) => {
    requireOpenRegistration(services.settings)
    if (!(await hasAnyUser(services.db))) return redirect('/accounts/setup/')
    await services.limits.consume(registrations, clientAddress)
    const account = await prepareAccount(given)
    const user = await change(services, ({ tx }) => createUser(tx, account, { isSiteAdmin: false }))
    await session.signIn({ id: user.id, epoch: 0 })
    return redirect(next)
  },
  refuse: ({ typed, error }) => drawRegister(typed, formErrors(error), nextAddress.parse(typed['next'])),
})

const logout = route({
  method: 'post',
  path: '/accounts/logout/',
  door: anyone,
  handle: async ({ session }) => {
    await session.signOut()
    return redirect('/accounts/login/')
  },
})

const me = route({
  method: 'get',
  path: '/api/v1/me',
  door: signedIn,
  handle: ({ access, csrfToken }) => json({ user: access, csrfToken: csrfToken() }),
})

function drawLogin(
  typed: Record<string, string>,
  errors: Record<string, string>,
  next: string,
  settings: Settings,
): Reply {
  return page('auth/login', {
    title: 'Sign in',
    layout: 'door',
    pageKind: 'door',
    locals: {
      values: { username: typed['username'] ?? '' },
      errors,
      next,
      registrationOpen: settings.registrationOpen,
    },
  })
}

function drawRegister(typed: Record<string, string>, errors: Record<string, string>, next: string): Reply {
  const { password: _, ...values } = typed
  return page('auth/register', {
    title: 'Make an account',
    layout: 'door',
    pageKind: 'door',
    locals: { values, errors, next },
  })
}

function requireOpenRegistration({ registrationOpen }: Settings): void {
  if (!registrationOpen) throw new Forbidden('New accounts are made by the administrator here.')
}

export const routes = [loginPage, login, registerPage, register, logout, me]
