import * as z from 'zod'
import { change } from '../platform/change.ts'
import { anyone } from '../platform/door.ts'
import { NotFound } from '../platform/errors.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { page, redirect, type Reply } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import type { Services } from '../platform/services.ts'
import { hasAnyUser, newAccount, prepareAccount } from '../users/index.ts'
import { createFirstAdministrator } from './create-first-administrator.ts'
import { addSampleBoard } from './sample-board.ts'

/** What the first visitor is told of the installation. */
export interface InstallationFacts {
  address: string
  database: string
  redis: string
}

/** The first run: the form that makes the administrator, and nothing else until somebody has an account. */
export function setupRoutes(installation: InstallationFacts) {
  const setupPage = route({
    method: 'get',
    path: '/accounts/setup/',
    door: anyone,
    handle: async ({ services }) => {
      if (await hasAnyUser(services.db)) throw new NotFound()
      return draw({}, {})
    },
  })

  const setup = route({
    method: 'post',
    path: '/accounts/setup/',
    input: newAccount.extend({ sample: z.string().optional() }),
    door: anyone,
    handle: async ({ services, input: { sample, ...account }, session }) => {
      await refuseSecondRun(services)
      const prepared = await prepareAccount(account)
      const administrator = await change(services, (draft) => createFirstAdministrator(draft, prepared))
      if (sample !== undefined) await addSampleBoard(services, administrator)
      await session.signIn({ id: administrator.id, epoch: 0 })
      return redirect('/')
    },
    refuse: ({ typed, error }) => draw({ ...typed, sample: typed['sample'] ?? 'off' }, formErrors(error)),
  })

  function draw({ password: _, ...values }: Record<string, string>, errors: Record<string, string>): Reply {
    return page('auth/setup', {
      title: 'Welcome',
      layout: 'door',
      pageKind: 'door',
      locals: { values, errors, installation },
    })
  }
  return [setupPage, setup]
}

async function refuseSecondRun({ db }: Services): Promise<void> {
  if (await hasAnyUser(db)) throw new NotFound()
}
