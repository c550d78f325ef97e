/** A step of the way to a page, for the top bar. */
export interface Breadcrumb {
  name: string
  href?: string
  /** The board whose name it is: it changes when the board is renamed. */
  boardId?: number
  /** The room whose name it is, likewise. */
  roomId?: number
}

/** The frame that a page stands in: the whole shell for who is signed in, the door for who is not. */
export type Layout = 'shell' | 'door'

/** Which entry of the navigation a page belongs to. */
export type PageKind =
  | 'work'
  | 'board'
  | 'task'
  | 'thread'
  | 'room'
  | 'rooms'
  | 'inbox'
  | 'members'
  | 'find'
  | 'shortcuts'
  | 'labels'
  | 'archive'
  | 'activity'
  | 'settings'
  | 'transfer'
  | 'admin'
  | 'api-docs'
  | 'error'
  | 'door'

export interface PageReply {
  kind: 'page'
  template: string
  title: string
  layout: Layout
  pageKind: PageKind
  breadcrumbs: Breadcrumb[]
  locals: object
  status: number
  currentBoardId?: number
  currentRoomId?: number
}

/** What a route answers with; platform/http turns it into a response. */
export type Reply =
  | PageReply
  | { kind: 'fragment'; template: string; locals: object }
  | { kind: 'json'; body: unknown; status: number }
  | { kind: 'redirect'; to: string }
  | DownloadReply

/** A file to be saved, written piece by piece as the client takes it. */
export interface DownloadReply {
  kind: 'download'
  filename: string
  contentType: string
  chunks: AsyncIterable<string>
}

type PageOptions = Pick<PageReply, 'title' | 'locals'> &
  Partial<Omit<PageReply, 'kind' | 'template' | 'title' | 'locals'>>

/** A page inside the shell, unless `layout` says otherwise. */
export function page(template: string, options: PageOptions): PageReply {
  return { kind: 'page', template, layout: 'shell', pageKind: 'work', breadcrumbs: [], status: 200, ...options }
}

/** A piece of HTML that the browser puts into a page. */
export function fragment(template: string, locals: object): Reply {
  return { kind: 'fragment', template, locals }
}

export function json(body: unknown, status = 200): Reply {
  return { kind: 'json', body, status }
}

export function download(reply: Omit<DownloadReply, 'kind'>): Reply {
  return { kind: 'download', ...reply }
}

/** See other: after a form was taken, or to a better address. */
export function redirect(to: string): Reply {
  return { kind: 'redirect', to }
}
