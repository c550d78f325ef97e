import { startComposer } from '../conversation/composer.ts'
import { editLastOnArrowUp } from '../conversation/edit-last.ts'
import { LogScroll } from '../conversation/log-scroll.ts'
import type { Place } from '../conversation/place.ts'
import { createDelivery } from '../conversation/posting.ts'
import { UnsentList } from '../conversation/unsent.ts'
import { UnsentQueue } from '../conversation/unsent-queue.ts'
import type { Channel } from '../live/channel.ts'
import type { Live } from '../live/channels.ts'
import type { Change } from '../live/protocol.ts'
import { startSuggestions } from '../mentions/suggestions.ts'
import type { Viewer } from '../shared/viewer.ts'
import { markComments } from './mark-comments.ts'
import { listOf, refetchThread } from './refetch-thread.ts'
import { ReplyTarget } from './reply-target.ts'

export type ThreadOptions = {
  live: Live
  viewer: Viewer
  /** The viewer may not see this thread any more. */
  lost: (reason: string) => void
}

/** A task's thread on the page: its comments and its composer. */
export class Thread {
  readonly place: Place
  #element: HTMLElement
  #options: ThreadOptions
  #list: HTMLElement
  #channel: Channel
  #scroll: LogScroll
  #closed = new AbortController()
  /** Versions of the viewer's own comments that were sent from here and are to be seen. */
  #sent = new Set<number>()

  constructor(element: HTMLElement, options: ThreadOptions) {
    this.#element = element
    this.#options = options
    this.#list = listOf(element)
    this.place = placeOf(element)
    markComments(this.#list, options.viewer.id)
    this.#scroll = new LogScroll(element.querySelector('[data-scroller]') ?? element, this.#list, () => {})
    this.#showFirst()
    this.#channel = this.#follow()
    this.#startWriting()
  }

  /** The thread goes from the page; its draft is kept. */
  close(): void {
    this.#closed.abort()
    this.#options.live.unfollow({ name: this.place, leave: { event: 'task:leave', payload: this.#key() } })
  }

  #follow(): Channel {
    return this.#options.live.follow({
      name: this.place,
      version: Number(this.#element.dataset.version),
      join: { event: 'task:join', payload: this.#key() },
      refetch: () => refetchThread(this.#element, this.#element.dataset.address ?? ''),
      changed: (changes) => this.#changed(changes),
      lost: (reason) => this.#options.lost(reason),
    })
  }

  #key(): { taskId: number } {
    return { taskId: Number(this.#element.dataset.taskId) }
  }

  #startWriting(): void {
    const { live, viewer } = this.#options
    const { place } = this
    const closed = this.#closed.signal
    const queue = new UnsentQueue(viewer.id, place)
    const target = new ReplyTarget(this.#element, viewer.id, place)
    const composer = startComposer(this.#element, { viewerId: viewer.id, place, closed }, (content) => {
      const { parentId } = queue.add(content, target.id)
      target.clear()
      unsent.show()
      void delivery.run()
      if (parentId === undefined) void this.#toNewest()
      else void this.#showNewest(repliesTo(parentId), `?comment=${parentId}`)
    })
    const takeBack =
      composer &&
      (({ content, parentId }: { content: string; parentId?: string }): void => {
        target.resume(parentId)
        composer.takeBack(content)
      })
    const unsent = new UnsentList(this.#element, queue, takeBack, closed)
    const events = { changed: () => unsent.show(), posted: (version: number) => this.#posted(version) }
    const delivery = createDelivery(live, queue, events, closed)
    if (composer === null) return
    editLastOnArrowUp(composer.text, this.#list)
    startSuggestions(this.#element, composer.text, place)
  }

  #posted(version: number): void {
    this.#sent.add(version)
    this.#reveal()
    void this.#channel.expect(() => this.#channel.version >= version)
  }

  #changed(changes: Change[]): void {
    if (changes.some(({ type }) => type === 'comment:posted')) this.#reveal()
  }

  /** What was sent from here is shown, wherever in the thread it stands. */
  #reveal(): void {
    for (const version of this.#sent) {
      const comment = this.#list.querySelector(`[data-comment-id][data-version="${version}"]`)
      if (comment === null) continue
      this.#sent.delete(version)
      comment.scrollIntoView({ block: 'nearest' })
    }
  }

  /** A comment goes to the end of the thread: an older stretch makes room for the newest. */
  async #toNewest(): Promise<void> {
    if (await this.#showNewest(this.#list, '')) this.#scroll.toEnd()
  }

  /** Where a list ends before its newest, shows what ends with them. Answers whether the newest are shown. */
  async #showNewest(list: HTMLElement | null, query: string): Promise<boolean> {
    if ((list?.dataset.newerAfter ?? '') === '') return true
    const address = `/task/${this.#key().taskId}/comments/thread/${query}`
    const version = await refetchThread(this.#element, address).catch(() => null)
    if (version === null) return false
    history.replaceState(history.state, '', location.pathname)
    void this.#channel.resume(version)
    return true
  }

  /** The place to begin reading: the comment that the address names, or the end. */
  #showFirst(): void {
    const id = this.#element.dataset.shownId ?? location.hash.replace('#comment-', '')
    const comment = id === '' ? null : document.getElementById(`comment-${id}`)
    if (comment === null || !this.#element.contains(comment)) return this.#scroll.toEnd()
    comment.dataset.shown = ''
    this.#scroll.toMessage(comment)
  }
}

function repliesTo(commentId: string): HTMLElement | null {
  return document.getElementById(`comment-${commentId}-replies`)
}

function placeOf(element: HTMLElement): Place {
  return `task:${Number(element.dataset.taskId)}`
}
