import * as z from 'zod'
import { strictIntegerId, versionNumber } from '../platform/ids.ts'
import { socketEvent } from '../platform/live/socket-event.ts'
import { newMessage, readMark } from './chat-fields.ts'
import { roomPoster, roomReader } from './chat.policy.ts'
import { markRoomRead } from './mark-room-read.ts'
import { roomChangesSince } from './message-changes.ts'
import { messageFacts } from './messages.queries.ts'
import { postMessage } from './post-message.ts'
import { startTyping, stopTyping, whoTypes } from './typing.ts'

const roomKey = z.object({ roomId: strictIntegerId })
const rememberRoom = ({ roomId }: { roomId: number }) => `room:${roomId}` as const

const join = socketEvent({
  name: 'room:join',
  input: roomKey.extend({ since: versionNumber.optional() }),
  door: roomReader,
  handle: async ({ services, actor, socket, input: { roomId, since } }) => ({
    ...(await socket.follow(`room:${roomId}`, () => roomChangesSince(services, roomId, since))),
    typing: await whoTypes(services, roomId, actor.id),
  }),
})

const leave = socketEvent({
  name: 'room:leave',
  input: roomKey,
  door: () => null,
  handle: ({ socket, input }) => socket.unfollow(`room:${input.roomId}`),
})

const post = socketEvent({
  name: 'message:post',
  input: roomKey.extend(newMessage.shape),
  door: roomPoster,
  remember: rememberRoom,
  handle: async ({ services, access, input }) => ({
    message: messageFacts(await postMessage(services, access, input)),
  }),
})

const read = socketEvent({
  name: 'room:read',
  input: roomKey.extend(readMark.shape),
  door: roomReader,
  remember: rememberRoom,
  handle: async ({ services, access, input }) => {
    const { unread } = await markRoomRead(services, access, input)
    return { unread }
  },
})

const typingStart = socketEvent({
  name: 'typing:start',
  input: roomKey,
  door: roomPoster,
  remember: rememberRoom,
  handle: ({ services, socket, actor, input }) => startTyping(services, socket, actor, input.roomId),
})

const typingStop = socketEvent({
  name: 'typing:stop',
  input: roomKey,
  door: roomPoster,
  remember: rememberRoom,
  handle: ({ services, socket, actor, input }) => stopTyping(services, socket, actor, input.roomId),
})

export const socketEvents = [join, leave, post, read, typingStart, typingStop]
