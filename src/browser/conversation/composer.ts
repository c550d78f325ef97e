import { isSendKey } from '../shared/send-key.ts'
import { askToCall, peopleCalled } from '../chat/call-room.ts'
import { Draft, type DraftPlace } from './draft.ts'

const growsByItself = CSS.supports('field-sizing', 'content')
const MOST_ROWS = 12

/** The parts of a composer that others work with. */
export type Composer = {
  text: HTMLTextAreaElement
  /** Puts `content` back to be mended; what stands there already stays, below it. */
  takeBack: (content: string) => void
}

/** Makes a talk's composer send through `send` instead of loading the page. Null where the viewer may not post. */
export function startComposer(talk: HTMLElement, draft: DraftPlace, send: (content: string) => void): Composer | null {
  const form = talk.querySelector<HTMLFormElement>('[data-composer]')
  const text = form?.querySelector('textarea')
  if (form === null || text === null || text === undefined) return null
  const kept = new Draft(text, draft, () => grow(text))
  kept.restore()
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const called = peopleCalled(talk, text.value)
    if (called === 0) sendText(text, send)
    else void askToCall(called).then((isMeant) => isMeant && sendText(text, send))
  })
  text.addEventListener('keydown', (event) => sendOnEnter(event, form))
  text.addEventListener('input', () => grow(text))
  grow(text)
  return { text, takeBack: (content) => setText(text, [content, text.value].filter(Boolean).join('\n')) }

  function sendText(from: HTMLTextAreaElement, give: (content: string) => void): void {
    if (from.value.trim() === '') return
    give(from.value)
    setText(from, '')
    kept.save()
  }
}

/** Sets the text as if it had been typed: the draft, the height and the typing notice follow. */
export function setText(text: HTMLTextAreaElement, value: string): void {
  text.value = value
  text.dispatchEvent(new Event('input', { bubbles: true }))
  text.focus()
}

function sendOnEnter(event: KeyboardEvent, form: HTMLFormElement): void {
  if (!isSendKey(event)) return
  event.preventDefault()
  if (!event.repeat) form.requestSubmit()
}

/** Where the style sheet can't let the field grow with its text, its rows do. */
function grow(text: HTMLTextAreaElement): void {
  if (!growsByItself) text.rows = Math.min(MOST_ROWS, text.value.split('\n').length)
}
