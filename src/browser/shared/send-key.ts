const touch = window.matchMedia('(hover: none) and (pointer: coarse)')

/** Whether a key, pressed in a field of several lines, sends what is written there. On touch Enter starts a line. */
export function isSendKey(event: KeyboardEvent): boolean {
  // The suggestions took this key, or an input method does: its Enter ends a word, not the message.
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return false
  return event.key === 'Enter' && !event.shiftKey && !event.altKey && (!touch.matches || event.ctrlKey)
}
