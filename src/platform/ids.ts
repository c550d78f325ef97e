import { v7 } from 'uuid'
import * as z from 'zod'

/** A new id for a message, notification or outbox entry: ordered by time, known before the insert (UUID version 7, RFC 9562). */
export function newId(): string {
  return v7()
}

/** An integer id as it stands in an address or a payload. */
export const integerId = z.coerce.number().int().positive().max(2_147_483_647)

/** An integer id in JSON or a socket payload, where a number has to be a number. */
export const strictIntegerId = z.number().int().positive().max(2_147_483_647)

/** The id of a message, notification or outbox entry. */
export const textId = z.uuid()

/** Made by a client, one per post, so that a repeated post is recognised. */
export const clientId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, 'needs 8 to 64 letters, digits, "-" or "_"')

/** A channel's version as a client holds it. */
export const versionNumber = z.number().int().min(0).max(2_147_483_647)

/** A position as it stands in an address. An empty one is none, and not the position 0. */
export const positionInAddress = z
  .string('has to be one number')
  .regex(/^\d{1,10}$/, 'has to be a number')
  .transform(Number)
  .pipe(versionNumber)
