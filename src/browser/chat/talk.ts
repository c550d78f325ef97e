import type { Channel } from '../live/channel.ts'
import type { Live } from '../live/channels.ts'
import type { Change } from '../live/protocol.ts'
import { startSuggestions } from '../mentions/suggestions.ts'
import type { Viewer } from '../shared/viewer.ts'
import { startComposer } from '../conversation/composer.ts'
import { MessageDecorator } from './decorate.ts'
import { MessageHistory } from './history.ts'
import { JumpToNew } from './jump-to-new.ts'
import { editLastOnArrowUp } from '../conversation/edit-last.ts'
import { leaveRoom } from './leave-room.ts'
import { LogScroll } from '../conversation/log-scroll.ts'
import type { Place } from '../conversation/place.ts'
import { ReadMarks } from './read-marks.ts'
import { createDelivery, deliverLeftovers } from '../conversation/posting.ts'
import { refetchTalk } from './refetch-talk.ts'
import { tellTyping, TypingLine } from './typing.ts'
import { UnreadBar } from './unread-bar.ts'
import { UnsentList } from '../conversation/unsent.ts'
import { UnsentQueue } from '../conversation/unsent-queue.ts'

/**
 * Makes the page's talks live, and delivers what was left unsent elsewhere.
 * @param threads other places that the page shows, which are delivered there
 */
export function startTalks(live: Live, viewer: Viewer, threads: Place[]): void {
  const talks = [...document.querySelectorAll<HTMLElement>('[data-talk]')]
  for (const element of talks) new Talk(element, live, viewer)
  deliverLeftovers(live, viewer.id, [...talks.map((talk): Place => `room:${roomIdOf(talk)}`), ...threads])
}

function roomIdOf(talk: HTMLElement): number {
  return Number(talk.dataset.roomId)
}

/** One room's conversation on the page: log, history, typing and composer. */
class Talk {
  #element: HTMLElement
  #live: Live
  #viewer: Viewer
  #roomId: number
  #scroll: LogScroll
  #jump: JumpToNew
  #typing: TypingLine
  #history: MessageHistory
  #channel: Channel
  #marks: ReadMarks
  #bar: UnreadBar

  constructor(element: HTMLElement, live: Live, viewer: Viewer) {
    const scroller = find(element, '[data-scroller]')
    const list = find(element, '[data-messages]')
    this.#element = element
    this.#live = live
    this.#viewer = viewer
    this.#roomId = roomIdOf(element)
    this.#jump = new JumpToNew(element, () => void this.#toNewest())
    const decorator = new MessageDecorator(element, list, viewer.id)
    this.#scroll = new LogScroll(scroller, list, () => this.#endReached())
    this.#typing = new TypingLine(element, viewer.id)
    this.#typing.listen(live, this.#roomId)
    this.#channel = this.#follow()
    this.#marks = new ReadMarks(live, element, {
      viewerId: viewer.id,
      roomId: this.#roomId,
      scroller,
      version: () => this.#channel.version,
      isAtEnd: () => this.#isAtEnd(),
    })
    this.#bar = new UnreadBar(element, scroller, (messageId) => this.#toMessage(messageId))
    showFirst(element, this.#scroll)
    this.#bar.look()
    this.#history = new MessageHistory({
      talk: element,
      scroller,
      list,
      scroll: this.#scroll,
      decorate: () => decorator.flush(),
      begin: () => this.#beginPage(),
    })
    this.#startWriting()
  }

  #follow(): Channel {
    const roomId = this.#roomId
    return this.#live.follow({
      name: `room:${roomId}`,
      version: Number(this.#element.dataset.version),
      join: { event: 'room:join', payload: { roomId } },
      refetch: () => this.#refetch(location.href),
      changed: (changes) => this.#changed(changes),
      joined: ({ typing = [] }) => this.#typing.seen(typing),
      lost: (reason) => leaveRoom(this.#element, reason),
    })
  }

  #startWriting(): void {
    const place: Place = `room:${this.#roomId}`
    const queue = new UnsentQueue(this.#viewer.id, place)
    const composer = startComposer(this.#element, { viewerId: this.#viewer.id, place }, (content) => {
      queue.add(content)
      unsent.show()
      void delivery.run()
      void this.#toNewest()
    })
    const takeBack = composer && (({ content }: { content: string }) => composer.takeBack(content))
    const unsent = new UnsentList(this.#element, queue, takeBack)
    const delivery = createDelivery(this.#live, queue, {
      changed: () => unsent.show(),
      posted: (version) => void this.#channel.expect(() => this.#channel.version >= version),
    })
    if (composer === null) return
    editLastOnArrowUp(composer.text, find(this.#element, '[data-messages]'))
    tellTyping(this.#live, this.#roomId, composer.text)
    startSuggestions(this.#element, composer.text, place)
  }

  #changed(changes: Change[]): void {
    const posted = changes.filter(({ type }) => type === 'message:posted').flatMap(({ message }) => message ?? [])
    for (const { author } of posted) this.#typing.gone(author.id)
    if (this.#isAtEnd()) {
      this.#history.dropOldest()
      this.#marks.look()
    } else this.#jump.add(posted.filter(({ author }) => author.id !== this.#viewer.id).map(({ id }) => id))
  }

  #isAtEnd(): boolean {
    return this.#scroll.isAtEnd && !this.#showsOlder()
  }

  /** True while the list does not reach to the newest message. */
  #showsOlder(): boolean {
    return (this.#element.dataset.newerAfter ?? '') !== ''
  }

  #endReached(): void {
    if (this.#showsOlder()) return
    this.#jump.clear()
    this.#marks.look()
  }

  /** What was told while a page was on its way may be missing in it: it is asked for again from before. */
  #beginPage(): (isNewest: boolean) => void {
    const { version } = this.#channel
    return (isNewest) => {
      if (isNewest) this.#jump.clear()
      if (isNewest || this.#channel.version > version) void this.#channel.resume(version)
    }
  }

  async #toMessage(id: string): Promise<void> {
    if (document.getElementById(`message-${id}`) === null) {
      const version = await this.#refetch(`/messaging/room/${this.#roomId}/?message=${id}`).catch(() => null)
      if (version === null) return
      void this.#channel.resume(version)
    }
    const message = document.getElementById(`message-${id}`)
    if (message !== null) this.#scroll.toMessage(message)
    this.#bar.look()
  }

  async #toNewest(): Promise<void> {
    if (this.#showsOlder()) {
      const version = await this.#refetch(newestAddress()).catch(() => null)
      if (version === null) return
      history.replaceState(history.state, '', newestAddress())
      void this.#channel.resume(version)
    }
    this.#scroll.toEnd()
  }

  async #refetch(address: string): Promise<number> {
    const version = await refetchTalk(this.#element, address)
    this.#history.watch()
    this.#jump.clear()
    return version
  }
}

/** The place to begin reading: the message that the address names, or the end. */
function showFirst(talk: HTMLElement, scroll: LogScroll): void {
  const asked = new URLSearchParams(location.search).get('message')
  const id = asked === null ? location.hash.slice(1) : `message-${asked}`
  const message = id === '' ? null : document.getElementById(id)
  if (message === null || !talk.contains(message)) return scroll.toEnd()
  message.dataset.highlighted = ''
  scroll.toMessage(message)
}

/** This page's address without the place in the history. */
function newestAddress(): string {
  const address = new URL(location.href)
  for (const name of ['message', 'before', 'after', 'unread']) address.searchParams.delete(name)
  return address.pathname + address.search
}

function find(within: HTMLElement, selector: string): HTMLElement {
  const found = within.querySelector<HTMLElement>(selector)
  if (found === null) throw new Error(`The talk has no ${selector}`)
  return found
}
