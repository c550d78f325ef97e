import * as z from 'zod'
import { integerId } from '../platform/ids.ts'
import { job } from '../platform/jobs/job.ts'

/**
 * Ends the open connections of somebody whose sessions have ended: for who ends them without a process that could tell the others,
 * such as the command line. Told twice, it is the same.
 */
export const endConnections = job({
  name: 'end-connections',
  input: z.object({ userId: integerId }),
  handle: async ({ accessChanges }, draft, { userId }) => draft.afterCommit(() => accessChanges.signedOut(userId)),
})
