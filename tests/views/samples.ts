import { inboxAddress } from '../../src/notifications/inbox-filter.ts'
import { kindFilters } from '../../src/notifications/kind-filters.ts'
import { shortcutSections } from '../../src/palette/shortcut-sections.ts'

/** What each page is given, with as much in it as the page can show. */
export interface Sample {
  template: string
  layout: 'shell' | 'door'
  locals: object
}

const ana = { id: 1, username: 'ana', displayName: 'Ana Novak' }
const ben = { id: 2, username: 'ben', displayName: '<b>Ben</b> & "Co"' }
const createdAt = new Date('2026-03-12T10:44:00Z')

/** Two lines, spaces at their beginning, markup as text, and a mention. */
export const message = {
  id: '0198c2f0-0001-7000-8000-000000000001',
  roomId: 7,
  position: 12,
  version: 42,
  author: ben,
  content: '<i>Hello</i> @ana\n  and good morning',
  ordinal: 12,
  mentions: [ana],
  mentionsRoom: false,
  createdAt,
  editedAt: null,
  deletedAt: null,
}

/** As pages are given it: drawn already. */
export const drawnMessage = `<li class="message" id="message-${message.id}">Drawn</li>`

export const room = {
  id: 7,
  boardId: 1,
  name: 'general',
  description: 'Everything else',
  version: 42,
  isPrivate: false,
  archivedAt: null as Date | null,
}
const secretRoom = { ...room, id: 8, name: '<i>Hello', description: '', isPrivate: true }
const counts = { isMuted: false, messageCount: 12, readCount: 9, mentions: 0 }
const board = { id: 1, name: 'Tern launch', description: 'Out on 24 March', version: 5 }
export const member = { person: ben, role: 'member', joinedAt: createdAt }

export const label = { id: 3, name: '<b>Press</b>', colour: 'plum' }

export const task = {
  id: 9,
  boardId: 1,
  columnId: 5,
  title: 'Press kit <draft>',
  version: 4,
  rank: 'a0',
  priority: 'urgent',
  startOn: '2026-03-01',
  dueOn: '2026-03-12',
  progress: 40,
  isFinished: false,
  isArchived: false,
  labels: [label],
  assignees: [ana, ben],
  stepCount: 2,
  stepsDone: 1,
  hasDescription: true,
  commentCount: 2,
}

export const activity = {
  id: '0198c2f0-0003-7000-8000-000000000003',
  taskId: 9,
  type: 'task:labelled',
  actor: ben,
  sentence: [{ text: 'put ' }, { name: '<b>Benches</b>' }, { task: { id: 9, title: 'Press kit <draft>' } }],
  version: 4,
  createdAt,
}

export const notification = {
  id: '0198c2f0-0002-7000-8000-000000000002',
  position: 3,
  version: 13,
  isRead: false,
  type: 'mention',
  sender: ben,
  place: 'room',
  isLost: false,
  isDeleted: false,
  room: { id: 7, name: 'general' },
  task: null,
  boardId: 1,
  board: { id: 1, name: 'Tern launch' },
  messageId: '0198c2f0-0001-7000-8000-000000000001',
  commentId: null,
  dueOn: null,
  excerpt: '<i>Hello</i> @ana',
  createdAt,
}

/** Of every kind, and of places that are lost or gone. */
const onTask = { place: 'task', room: null, messageId: null, task: { id: 5, title: 'A <b>task</b>' } }
const lost = { isLost: true, boardId: null, board: null, room: null, task: null, messageId: null, excerpt: '' }
const notifications = [
  notification,
  { ...notification, ...onTask, commentId: 'c-1' },
  { ...notification, ...onTask, type: 'reply', commentId: 'c-1', isRead: true },
  { ...notification, ...onTask, type: 'comment', commentId: 'c-1', isDeleted: true, excerpt: '' },
  { ...notification, ...onTask, type: 'assignment', excerpt: '' },
  { ...notification, ...onTask, type: 'due_soon', sender: null, dueOn: '2026-03-13', excerpt: '' },
  { ...notification, ...onTask, type: 'overdue', sender: null, dueOn: '2026-03-11', excerpt: '' },
  { ...notification, type: 'added_to_board', place: 'board', room: null, messageId: null, excerpt: '' },
  { ...notification, type: 'added_to_room', messageId: null, excerpt: '' },
  { ...notification, isDeleted: true, room: null, excerpt: '' },
  { ...notification, ...lost },
  { ...notification, ...lost, type: 'overdue', sender: null, place: 'task', dueOn: '2026-03-11' },
].map((one, place) => ({ ...one, id: `0198c2f0-0002-7000-8000-${String(place).padStart(12, '0')}` }))

const talk = {
  room,
  boardId: 1,
  messages: [drawnMessage],
  olderBefore: 12,
  newerAfter: 12,
  canPost: true,
  canModerate: true,
  readVersion: 3,
  unread: { count: 12, first: { id: 'message-1', createdAt } },
  otherCount: 34,
  chosen: { id: 'message-1', canEdit: true, canDelete: true },
  asksToCall: true,
  clientId: 'client-1',
  content: 'Kept words',
  error: 'That is too long.',
}

/** As the page is given them: drawn already. */
const columns = ['<section class="column" id="column-5">Drawn</section>']
const tallies = [
  { id: 5, name: 'To Do', isDone: false, wipLimit: 3, taskCount: 1 },
  { id: 6, name: 'Done', isDone: true, wipLimit: null, taskCount: 0 },
]
const place = { isMember: true, isMuted: false, unread: 0, mentions: 0 }
const listed = [
  { ...room, ...place, unread: 120, last: { author: ben, excerpt: 'Hello', isDeleted: false, createdAt } },
  { ...secretRoom, ...place, mentions: 1, last: null },
  { ...room, ...place, id: 9, isMember: false, last: null },
  {
    ...room,
    ...place,
    id: 10,
    isMuted: true,
    mentions: 2,
    last: { author: ben, excerpt: '', isDeleted: true, createdAt },
  },
]
const archivedRoom = { ...listed[0], id: 11, archivedAt: createdAt }
const wrongPerson = { values: { username: 'a b' }, errors: { username: 'Has a space', form: 'Not now' } }
const wrongPlace = { values: { name: 'press' }, errors: { name: 'Is taken', form: 'Not now' } }
const chosen = { q: '<i>Hello', label: ['3'], assignee: ['me'], priority: ['high'], due: ['week'] }
const filter = {
  chosen,
  isOn: true,
  labels: [{ id: 3, name: '<i>Hello', colour: 'plum' }],
  people: [ben],
  matching: new Set<number>(),
  total: 1,
}
const found = {
  query: '<i>Hello',
  mark: (text: string) => [{ text, isMatch: true }],
  boards: [{ id: 1, name: 'Tern launch' }],
  rooms: [{ id: 7, name: 'general', board: { id: 1, name: 'Tern launch' } }],
  tasks: [
    {
      id: 9,
      title: 'Press kit <draft>',
      state: 'doing',
      column: { id: 5, name: 'To Do' },
      board: { id: 1, name: 'Tern launch' },
    },
  ],
  actions: [
    {
      name: 'New task “<i>Hello”',
      icon: 'plus',
      place: 'Tern launch',
      href: '/boards/1/',
      command: 'new-task',
      title: '<i>Hello',
    },
  ],
}
const boardPage = {
  filter,
  board,
  columns,
  tallies,
  panel: null,
  members: [ana, ben],
  memberCount: 9,
  access: { canEdit: true, canManage: true },
  rooms: [room],
  talk,
}
const roomPage = {
  board,
  room,
  mine: { isIn: true, isMuted: false },
  canEdit: true,
  members: [ana, ben],
  memberCount: 9,
  columns: [{ name: 'To Do', taskCount: 1, isDone: false }],
  talk,
}
const hub = {
  show: 'all',
  boards: [
    { ...board, canCreate: true, isMuted: false, rooms: listed },
    { ...board, id: 2, canCreate: false, isMuted: true, rooms: [] },
  ],
  isEmpty: false,
  unread: 120,
  mentions: 3,
}
const boardRooms = { board, canCreate: true, rooms: listed, archived: [archivedRoom], isMuted: false }
const newRoom = { ...wrongPlace, board, others: [member], isPrivate: true, chosen: ['2'] }
const roomSettings = {
  ...wrongPlace,
  room,
  board,
  access: { canEdit: true, canDelete: true },
  deleteError: 'Not now',
}
const roomMembers = {
  ...wrongPerson,
  room,
  board,
  members: [{ person: ben, joinedAt: createdAt }],
  others: [ben],
  access: { canEdit: true, isIn: true },
  leaveError: 'Not now',
}
const invitation = { id: 3, role: 'admin', board, createdBy: ben, createdAt, expiresAt: createdAt }
const settings = {
  ...wrongPlace,
  board,
  owner: ana,
  others: [ben],
  access: { canManage: true, isOwner: true },
  leaveError: 'Not now',
  handOverError: 'Not now',
  deleteError: 'Not now',
}
const labelsPage = {
  board,
  labels: [{ ...label, taskCount: 2 }],
  access: { canEdit: true },
  colours: ['plum', 'moss'],
  freeColour: 'moss',
  refused: undefined,
}
const taskDetails = {
  ...task,
  description: '<i>Hello</i>',
  column: { id: 5, name: 'To Do', isDone: false },
  steps: [
    { id: 1, text: '<b>Bench</b>', isDone: true, rank: 'a0' },
    { id: 2, text: 'Photos', isDone: false, rank: 'a1' },
  ],
  createdBy: ana,
  createdAt,
  archivedAt: null,
}
const nothingRefused = { form: '', typed: {}, chosen: {}, errors: {} }
export const comment = {
  id: '0198c2f0-0004-7000-8000-000000000004',
  taskId: 9,
  parentId: null,
  position: 3,
  version: 4,
  author: ben,
  content: 'Nearly done @ana',
  mentions: [ana],
  createdAt,
  editedAt: createdAt,
  deletedAt: null,
}

/** As pages are given it: drawn already. */
export const drawnEntry = `<li class="thread-entry" id="comment-${comment.id}-entry">Drawn</li>`

const thread = {
  taskId: 9,
  boardId: 1,
  version: 4,
  count: 2,
  entries: [drawnEntry],
  olderBefore: 3,
  newerAfter: 4,
  address: '/task/9/comments/thread/?before=9',
  canComment: true,
  canManage: true,
  shownId: comment.id,
  form: { clientId: 'a-client-id', content: '<draft>', error: 'Say something', replyTo: comment },
}

const quietThread = {
  ...thread,
  count: 0,
  entries: [],
  olderBefore: null,
  newerAfter: null,
  canComment: false,
  canManage: false,
  shownId: undefined,
}

const commentPage = { commentId: comment.id, place: `/task/9/comments/?comment=${comment.id}#comment-${comment.id}` }

const taskPage = {
  thread,
  sheet: {
    board,
    task: taskDetails,
    description: '<p>Harmless</p>',
    columns: tallies.map(({ id, name }) => ({ id, name })),
    people: [ana, ben],
    labels: [label],
    activity: [activity],
    activityBefore: 4,
    canEdit: true,
  },
  refused: nothingRefused,
}
const archivedTask = {
  ...taskDetails,
  archivedAt: createdAt,
  isFinished: true,
  labels: [],
  assignees: [],
  steps: [],
  dueOn: null,
}
const wrongTask = {
  form: 'task',
  typed: { title: '', description: '<i>Hello</i> mine', dueOn: '2026-02-01' },
  chosen: { _fields: ['assigneeIds'], assigneeIds: ['2'] },
  errors: { title: 'Is empty', description: 'Was changed', dueOn: 'Is before the start', form: 'Not now' },
}
const installation = { address: 'localhost:8000', database: 'SQLite', redis: 'Embedded' }
const tile = {
  ...board,
  doneCount: 1,
  taskCount: 3,
  lateCount: 1,
  members: [ana, ben],
  memberCount: 9,
  lastTalk: { author: ben, createdAt },
}
const emptyTile = { ...tile, id: 2, description: '', doneCount: 0, taskCount: 0, lateCount: 0, lastTalk: null }
const myTask = {
  id: 9,
  title: 'Press kit <draft>',
  priority: 'urgent',
  dueOn: '2026-03-10',
  createdAt,
  board: { id: 1, name: '<b>Tern</b> launch' },
  column: { id: 5, name: 'To Do' },
}
const home = {
  greeting: { words: 'Good morning', date: 'Thursday 12 March' },
  boards: [tile, emptyTile],
  tallies: { mine: 3, soon: 1, overdue: 1 },
  completion: { done: 1, total: 3 },
  tasks: [myTask, { ...myTask, id: 10, dueOn: null }, { ...myTask, id: 11, priority: null, dueOn: null }],
  lately: [
    {
      id: '0198c2f0-0003-7000-8000-000000000003',
      actor: ben,
      sentence: [
        { text: 'moved ' },
        { task: { id: 9, title: 'Press kit <draft>' } },
        { text: ' to ' },
        { name: 'Done' },
      ],
      version: 4,
      createdAt,
    },
  ],
  isCut: false,
  all: undefined,
  show: 'mine',
  sort: 'urgency',
  today: '2026-03-12',
}
const idleHome = { ...home, boards: [emptyTile], tallies: { mine: 0, soon: 0, overdue: 0 }, tasks: [], lately: [] }

/** The frame around every page of somebody who is signed in. */
export const shell = {
  title: 'A page',
  pageKind: 'work',
  theme: undefined,
  viewer: { ...ana, isSiteAdmin: true },
  unreadNotifications: 4,
  inboxVersion: 12,
  boards: [
    {
      id: 1,
      name: 'Tern launch',
      rooms: [
        { ...room, ...counts },
        { ...secretRoom, ...counts, mentions: 1 },
        { ...room, ...counts, id: 12, isMuted: true },
      ],
    },
  ],
  breadcrumbs: [{ name: 'Boards', href: '/' }, { name: 'A page' }],
  conversationClosed: false,
  csrfToken: 'the-token',
}

const unassigned = [
  { ...ben, taskCount: 1 },
  { ...ana, taskCount: 12 },
]
const wrongFile = {
  values: { name: 'Kept <draft>', addPeople: 'yes' },
  errors: { file: 'Is wrong', 'in file: tasks.3': 'tasks.3.dueOn: Is not a day in the calendar' },
  largestMegabytes: 10,
}
const error = { status: 500, heading: 'That was our fault', explanation: 'Nothing is lost.', requestId: 'req-1' }

const archive = {
  board,
  access: { canEdit: true },
  columns: [
    { id: 5, name: 'Old & <b>', taskCount: 2, archivedAt: createdAt },
    { id: 6, name: 'Empty', taskCount: 0, archivedAt: createdAt },
  ],
  tasks: [{ id: 9, title: 'Press kit <draft>', columnId: 5, columnName: 'Old & <b>', archivedAt: createdAt }],
  taskCount: 300,
}
const refusedColumn = {
  board,
  isNew: false,
  action: '/columns/5/',
  values: { name: 'Kept <draft>', wipLimit: 'many', isDone: 'on' },
  errors: { wipLimit: 'Has to be a number' },
}
const refusedTask = {
  board,
  action: '/columns/5/tasks/',
  values: { title: 'Kept <draft>' },
  errors: { title: 'May have 500 characters at most' },
}

export const samples: Sample[] = [
  { template: 'columns/archive', layout: 'shell', locals: archive },
  {
    template: 'columns/archive',
    layout: 'shell',
    locals: { ...archive, access: { canEdit: false }, columns: [], tasks: [] },
  },
  { template: 'columns/edit', layout: 'shell', locals: refusedColumn },
  {
    template: 'columns/edit',
    layout: 'shell',
    locals: { ...refusedColumn, isNew: true, errors: { name: 'Needs a name' } },
  },
  { template: 'tasks/new', layout: 'shell', locals: refusedTask },
  { template: 'auth/login', layout: 'door', locals: { ...wrongPerson, registrationOpen: true, next: '/' } },
  { template: 'auth/register', layout: 'door', locals: { ...wrongPerson, next: '/' } },
  { template: 'auth/setup', layout: 'door', locals: { ...wrongPerson, installation } },
  { template: 'home/home', layout: 'shell', locals: home },
  { template: 'home/home', layout: 'shell', locals: { ...home, show: 'soon', isCut: true, all: '1' } },
  { template: 'home/home', layout: 'shell', locals: idleHome },
  { template: 'home/home', layout: 'shell', locals: { ...idleHome, boards: [] } },
  { template: 'boards/create', layout: 'shell', locals: wrongPlace },
  { template: 'boards/board', layout: 'shell', locals: boardPage },
  { template: 'boards/board', layout: 'shell', locals: { ...boardPage, rooms: [], talk: null } },
  {
    template: 'boards/board',
    layout: 'shell',
    locals: { ...boardPage, panel: { address: '/boards/1/', ...taskPage } },
  },
  { template: 'tasks/task', layout: 'shell', locals: taskPage },
  { template: 'tasks/task', layout: 'shell', locals: { ...taskPage, refused: wrongTask } },
  {
    template: 'tasks/task',
    layout: 'shell',
    locals: { ...taskPage, refused: { form: 'step-2', typed: { text: '' }, chosen: {}, errors: { text: 'Is empty' } } },
  },
  {
    template: 'tasks/task',
    layout: 'shell',
    locals: {
      ...taskPage,
      refused: { form: 'new-step', typed: { text: '' }, chosen: {}, errors: { text: 'Is empty' } },
    },
  },
  {
    template: 'tasks/task',
    layout: 'shell',
    locals: { ...taskPage, sheet: { ...taskPage.sheet, task: archivedTask, labels: [] } },
  },
  {
    template: 'tasks/task',
    layout: 'shell',
    locals: { ...taskPage, thread: quietThread, sheet: { ...taskPage.sheet, canEdit: false } },
  },
  { template: 'comments/thread', layout: 'shell', locals: { thread, task } },
  { template: 'comments/thread', layout: 'shell', locals: { thread: quietThread, task } },
  {
    template: 'comments/thread',
    layout: 'shell',
    locals: { task, thread: { ...thread, count: 1, form: { clientId: 'a-client-id', content: '' } } },
  },
  {
    template: 'comments/edit',
    layout: 'shell',
    locals: { ...commentPage, values: { content: '<i>Hello</i>' }, errors: { content: 'Say something' } },
  },
  { template: 'comments/delete', layout: 'shell', locals: { ...commentPage, comment } },
  {
    template: 'members/members',
    layout: 'shell',
    locals: {
      ...wrongPerson,
      board,
      members: [member],
      access: { canManage: true },
      invitations: [invitation],
      invited: { link: 'http://localhost:8000/join/token/', role: 'admin', expiresAt: createdAt },
      inviteError: 'Not now',
    },
  },
  { template: 'members/join', layout: 'shell', locals: { token: 'token', invitation, errors: { form: 'Not now' } } },
  { template: 'boards/settings', layout: 'shell', locals: settings },
  {
    template: 'boards/settings',
    layout: 'shell',
    locals: { ...settings, others: [], access: { canManage: true, isOwner: true } },
  },
  {
    template: 'boards/settings',
    layout: 'shell',
    locals: { ...settings, access: { canManage: false, isOwner: false } },
  },
  {
    template: 'boards/activity',
    layout: 'shell',
    locals: { board, isNewest: true, activities: [activity], nextBefore: 4 },
  },
  {
    template: 'boards/activity',
    layout: 'shell',
    locals: { board, isNewest: false, activities: [], nextBefore: null },
  },
  { template: 'palette/find', layout: 'shell', locals: found },
  { template: 'palette/find', layout: 'shell', locals: { ...found, boards: [], rooms: [], tasks: [], actions: [] } },
  { template: 'palette/shortcuts', layout: 'shell', locals: { sections: shortcutSections } },
  { template: 'labels/labels', layout: 'shell', locals: labelsPage },
  { template: 'labels/labels', layout: 'shell', locals: { ...labelsPage, access: { canEdit: false }, labels: [] } },
  {
    template: 'labels/labels',
    layout: 'shell',
    locals: { ...labelsPage, refused: { ...wrongPlace, labelId: null } },
  },
  {
    template: 'labels/labels',
    layout: 'shell',
    locals: {
      ...labelsPage,
      refused: { values: { name: 'press' }, errors: { colour: 'Is one of' }, labelId: label.id },
    },
  },
  { template: 'chat/room', layout: 'shell', locals: roomPage },
  {
    template: 'chat/room',
    layout: 'shell',
    locals: {
      ...roomPage,
      room: { ...secretRoom, archivedAt: createdAt },
      mine: { isIn: false, isMuted: false },
      canEdit: false,
      talk: { ...talk, room: { ...secretRoom, archivedAt: createdAt }, canPost: false, messages: [] },
      columns: [],
    },
  },
  { template: 'chat/rooms', layout: 'shell', locals: hub },
  { template: 'chat/rooms', layout: 'shell', locals: { ...hub, boards: [], show: 'mentions', unread: 0, mentions: 0 } },
  { template: 'chat/rooms', layout: 'shell', locals: { ...hub, boards: [], isEmpty: true } },
  { template: 'chat/board-rooms', layout: 'shell', locals: boardRooms },
  {
    template: 'chat/board-rooms',
    layout: 'shell',
    locals: { ...boardRooms, canCreate: false, rooms: [], archived: [], isMuted: true },
  },
  { template: 'chat/create-room', layout: 'shell', locals: newRoom },
  { template: 'chat/create-room', layout: 'shell', locals: { ...newRoom, others: [], isPrivate: false, errors: {} } },
  { template: 'chat/room-settings', layout: 'shell', locals: roomSettings },
  {
    template: 'chat/room-settings',
    layout: 'shell',
    locals: { ...roomSettings, room: { ...secretRoom, archivedAt: createdAt } },
  },
  {
    template: 'chat/room-settings',
    layout: 'shell',
    locals: { ...roomSettings, errors: {}, deleteError: undefined, access: { canEdit: false, canDelete: false } },
  },
  { template: 'chat/room-members', layout: 'shell', locals: roomMembers },
  {
    template: 'chat/room-members',
    layout: 'shell',
    locals: { ...roomMembers, room: secretRoom, others: [], errors: {}, leaveError: undefined },
  },
  {
    template: 'chat/room-members',
    layout: 'shell',
    locals: { ...roomMembers, members: [], errors: {}, access: { canEdit: false, isIn: false } },
  },
  {
    template: 'chat/edit-message',
    layout: 'shell',
    locals: {
      room,
      messageId: 'message-1',
      place: '/',
      values: { content: 'Hi' },
      errors: { content: 'Too long' },
      peopleToCall: 21,
    },
  },
  { template: 'chat/delete-message', layout: 'shell', locals: { room, messageId: 'message-1', place: '/', message } },
  {
    template: 'notifications/inbox',
    layout: 'shell',
    locals: {
      filter: { unreadOnly: true, types: ['comment', 'reply'], boardId: 1 },
      unread: 1,
      isNewest: true,
      notifications,
      nextBefore: 3,
      kindFilters,
      inboxAddress,
    },
  },
  { template: 'transfer/import', layout: 'shell', locals: wrongFile },
  { template: 'transfer/imported', layout: 'shell', locals: { board, unassigned } },
  { template: 'transfer/imported', layout: 'shell', locals: { board, unassigned: [] } },
  { template: 'errors/error', layout: 'shell', locals: error },
  { template: 'errors/error', layout: 'door', locals: { ...error, viewer: null } },
]
