import type { Live } from '../live/channels.ts'
import { AttentionWatch, type Attention } from './attention.ts'

const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']

/** Tells the server when the viewer goes away and when they are back: once per change. */
export function tellAttention({ socket, ask }: Live): void {
  const watch = new AttentionWatch(now(), document.hidden)
  let told: Attention = 'active'
  let timer: ReturnType<typeof setTimeout> | undefined

  for (const input of INPUTS) {
    window.addEventListener(input, () => happened(() => watch.input(now())), { passive: true, capture: true })
  }
  document.addEventListener('visibilitychange', () => {
    happened(() => (document.hidden ? watch.hidden(now()) : watch.shown(now())))
  })
  // To the server a new socket is an active one.
  socket.on('connect', () => {
    told = 'active'
    look()
  })
  look()

  function happened(take: () => void): void {
    take()
    // At each movement of the pointer: only what may change something costs more than noting the time.
    if (told === 'away' || document.hidden) look()
  }

  function look(): void {
    const status = watch.statusAt(now())
    if (status !== told && socket.connected) tell(status)
    clearTimeout(timer)
    const waitMs = watch.awayInMs(now())
    if (waitMs !== null) timer = setTimeout(look, waitMs)
  }

  /** Nothing durable depends on it: a lost one is told again with the next connection. */
  function tell(status: Attention): void {
    told = status
    ask('presence:set', { status }).catch(() => undefined)
  }
}

function now(): number {
  return performance.now()
}
