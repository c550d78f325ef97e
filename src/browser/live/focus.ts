import { isTyped } from './carry-over.ts'

type Typable = HTMLInputElement | HTMLTextAreaElement

/**
 * Runs `swap`, which puts `fresh` where `old` was. If the focus was inside `old` it goes to the same place in `fresh`, with
 * the text that was being typed and its selection.
 */
export function keepFocus(old: Element | null, fresh: Element, swap: () => void): void {
  const focused = document.activeElement
  const path = old !== null && focused !== null && old.contains(focused) ? pathTo(old, focused) : null
  swap()
  if (path === null) return
  // What a person holds is taken over as it is.
  const successor = focused?.isConnected === true ? focused : follow(fresh, path)
  if (!(successor instanceof HTMLElement)) return
  successor.focus({ preventScroll: true })
  if (isTypable(focused) && isTypable(successor)) carryTyping(focused, successor)
}

function pathTo(root: Element, element: Element): number[] {
  const path: number[] = []
  for (let at = element; at !== root && at.parentElement !== null; at = at.parentElement) {
    path.unshift([...at.parentElement.children].indexOf(at))
  }
  return path
}

function follow(root: Element, path: number[]): Element | null {
  return path.reduce<Element | null>((at, index) => at?.children[index] ?? null, root)
}

function isTypable(element: Element | null): element is Typable {
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && element.type === 'text')
}

function carryTyping(from: Typable, to: Typable): void {
  if (isTyped(from)) to.value = from.value
  to.setSelectionRange(from.selectionStart, from.selectionEnd)
}
