import { mark, markForViewer } from '../conversation/mark-for-viewer.ts'
import { setDivider, startsDay, timeOf, trimDividers } from '../shared/day-dividers.ts'
import { isContinuation, type Spoken } from './grouping.ts'
import { NewDivider } from './new-divider.ts'

/**
 * Marks the messages of a list for its viewer: their own, those that mention them, those that go on after the one before,
 * and the days. It watches the list, and looks only at what came and at what follows it.
 */
export class MessageDecorator {
  #list: HTMLElement
  #viewerId: string
  #template: HTMLTemplateElement | null
  /** Whether "@room" calls the viewer here. */
  #isInRoom: boolean
  #newDivider: NewDivider
  #observer = new MutationObserver((records) => this.#takeUp(records))

  constructor(talk: HTMLElement, list: HTMLElement, viewerId: number) {
    this.#list = list
    this.#viewerId = String(viewerId)
    this.#template = talk.querySelector('[data-divider-template]')
    this.#isInRoom = talk.dataset.readVersion !== undefined
    this.#newDivider = new NewDivider(talk, list)
    this.#decorate(messagesAmong(list.children))
    this.#newDivider.place()
    this.#observer.observe(list, { childList: true })
  }

  /** Decorates what has changed at once, for those who are about to measure. */
  flush(): void {
    this.#takeUp(this.#observer.takeRecords())
  }

  #takeUp(records: MutationRecord[]): void {
    const touched = new Set<HTMLElement>()
    for (const record of records) for (const message of touchedBy(record)) touched.add(message)
    this.#decorate(touched)
    trimDividers(this.#list)
    this.#newDivider.place()
    // The dividers just placed are no news.
    this.#observer.takeRecords()
  }

  #decorate(messages: Iterable<HTMLElement>): void {
    for (const message of messages) {
      markForViewer(message, this.#viewerId, this.#isInRoom)
      relate(message, this.#template)
    }
  }
}

function touchedBy(record: MutationRecord): HTMLElement[] {
  const added = messagesAmong(record.addedNodes).filter((message) => message.isConnected)
  const followers = [...added, record.nextSibling].map((node) => nextMessage(node))
  return [...added, ...followers.filter((message) => message !== null), ...messagesAmong([record.nextSibling])]
}

function messagesAmong(nodes: Iterable<Node | null>): HTMLElement[] {
  return [...nodes].filter((node): node is HTMLElement => isMessage(node) && node.parentElement !== null)
}

function isMessage(node: Node | null): node is HTMLElement {
  return node instanceof HTMLElement && node.dataset.messageId !== undefined
}

function nextMessage(node: Node | null): HTMLElement | null {
  let at = node?.nextSibling ?? null
  while (at !== null && !isMessage(at)) at = at.nextSibling
  return at
}

function previousMessage(message: HTMLElement): HTMLElement | null {
  let at = message.previousElementSibling
  while (at !== null && !isMessage(at)) at = at.previousElementSibling
  return at
}

function relate(message: HTMLElement, template: HTMLTemplateElement | null): void {
  const previous = previousMessage(message)
  const isNewDay = startsDay(message, previous)
  setDivider(message, isNewDay, template)
  mark(message, 'grouped', !isNewDay && previous !== null && isContinuation(spoken(previous), spoken(message)))
}

function spoken(message: HTMLElement): Spoken {
  return { authorId: message.dataset.authorId ?? '', at: timeOf(message).getTime() }
}
