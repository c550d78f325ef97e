import type * as z from 'zod'
import type { Actor } from '../actor.ts'
import type { Door } from '../door.ts'
import type { Services } from '../services.ts'
import type { CatchUp, ChannelName } from './channel.ts'

/** What an event's handler knows. */
export interface SocketRequest<Input, Access> {
  services: Services
  actor: Actor
  input: Input
  access: Access
  socket: SocketControl
}

/** What a handler may do with the socket that asked. */
export interface SocketControl {
  readonly id: string
  /**
   * Lets the socket hear a channel from now on, then tells what it missed: in this order, so that nothing falls in between.
   * The door is asked once more after joining, in case access was lost meanwhile.
   */
  follow(channel: ChannelName, readChanges: () => Promise<CatchUp>): Promise<CatchUp>
  unfollow(channel: ChannelName): void
  /** Tells the others in a channel something passing: it may get lost. */
  tellOthers(channel: ChannelName, event: string, payload: object): void
}

/**
 * One event that a client may send, stated in one place.
 *
 * - `input`: the payload's schema.
 * - `door`: turns who asks and the input into an access value, or throws.
 * - `remember`: the channel whose membership this access stands for. The access is then kept with the socket while the socket
 *   follows that channel, for a while, and dropped when it changes; otherwise the door is asked each time.
 * - `handle`: its result is added to `{ok: true}` in the acknowledgement.
 */
export interface SocketEvent<Input = never, Access = never> {
  name: string
  input: z.ZodType<Input>
  door: Door<NoInfer<Input>, Access>
  remember?(input: NoInfer<Input>): ChannelName
  handle(request: SocketRequest<Input, Access>): Promise<object | void> | object | void
}

/** Declares a socket event. */
export function socketEvent<Input, Access>(definition: SocketEvent<Input, Access>): SocketEvent<Input, Access> {
  return definition
}

// oxlint-disable-next-line typescript/no-explicit-any -- the one place where events of all shapes meet
export type AnySocketEvent = SocketEvent<any, any>
