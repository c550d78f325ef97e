import * as z from 'zod'
import { integerId } from '../platform/ids.ts'
import { optionalText, shortText } from '../platform/text-fields.ts'

/** What is stored as the key of a room's name once the room is gone: no room may be called so. */
export function tombstoneKey(roomId: number): string {
  return `deleted:${roomId}`
}

/** Whether a room may have this name: its key is no tombstone's. */
export function isFreeOfTombstones(name: string): boolean {
  return !/^deleted:\d+$/i.test(name)
}

/** A room's name stands on one line: what would break it, and what nobody sees, is a space. */
const roomName = shortText(60, 'needs a name')
  .transform((name) => name.replaceAll(/[\p{Cc}\p{Z}]+/gu, ' ').trim())
  .refine(isFreeOfTombstones, 'can’t be this: it means a room that was deleted')

const description = optionalText(250)

/** Yes or no: in JSON itself, in a form its word. */
const yesOrNo = z.union(
  [z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')],
  'is true or false',
)

/** How many people can be invited at once. */
const mostInvited = 200

/** A form sends one value as itself, several as a list, and none not at all. */
function listOf<Entry extends z.ZodType>(entry: Entry) {
  return z.preprocess(
    (given) => (given === undefined || given === '' ? [] : [given].flat()),
    z.array(entry, 'has to be a list').max(mostInvited, `may name ${mostInvited} people at most`),
  )
}

const username = z.string('has to be a username').trim().min(1, 'say who').max(64, 'is too long for a username')

/** Who comes into a private room with whoever makes it: by their ids, or by their usernames. */
export const newRoom = z.object({
  name: roomName,
  description,
  isPrivate: yesOrNo.default(false),
  memberIds: listOf(integerId),
  usernames: listOf(username),
})

export type NewRoom = z.output<typeof newRoom>

/** What of a room can be changed; what is missing stays as it is. Whether it is private is settled for good. */
export const roomChanges = z.object({
  name: roomName.optional(),
  description: description.removeDefault().optional(),
})

export type RoomChanges = z.output<typeof roomChanges>

/** The same from the form, which sends all of it. */
export const roomForm = z.object({ name: roomName, description })

export const invited = z.object({ username })

export const muting = z.object({ isMuted: yesOrNo })

/** The parts of an address of one person in a room. */
export const roomMemberParams = z.object({ roomId: integerId, userId: integerId })
