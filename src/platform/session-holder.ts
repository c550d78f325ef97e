import * as z from 'zod'

/** Whose a session is, as it is stored with it. A person's sessions of another epoch than their own have ended. */
export const sessionHolder = z.object({ id: z.number().int(), epoch: z.number().int() })

export type SessionHolder = z.output<typeof sessionHolder>
