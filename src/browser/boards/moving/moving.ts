import type { Channel } from '../../live/channel.ts'
import { Dragging } from './drag.ts'
import { KeyboardMoving } from './keyboard.ts'
import { Moves } from './moves.ts'
import { Told } from './told.ts'

/** What moves tasks and columns. `changed` is to be called after the page was patched. */
export type Moving = { moves: Moves; told: Told; changed: () => void }

/** Lets tasks and columns be dragged, and tasks be moved with the keys. */
export function startMoving(channel: Channel): Moving {
  const told = new Told(channel)
  const moves = new Moves(told)
  const dragging = new Dragging(moves)
  const keyboard = new KeyboardMoving(moves)
  const changed = (): void => {
    dragging.check()
    keyboard.check()
    told.check()
  }
  return { moves, told, changed }
}
