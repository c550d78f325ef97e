import { users } from '../../src/admin/models/users.ts'
import { stateOf } from '../../src/admin/shown.ts'
import type { Sample } from './samples.ts'

const createdAt = new Date('2026-03-12T10:44:00Z')
const field = users.addition?.fields ?? []
const wrong = { username: 'This name is taken', form: 'It was not taken' }
const row = {
  key: '2',
  title: '<b>Ben</b>',
  cells: [
    '<b>Ben</b>',
    'Ben',
    null,
    stateOf('bad', 'Disabled'),
    { words: '<draft>', href: '/admin/boards/1/' },
    createdAt,
  ],
}
const query = { q: '<draft>', sort: -1, page: 2, chosen: { role: 'member' }, related: { board: 1 } }
const list = {
  model: { ...users, related: [{ name: 'board', where: () => ({}) }] },
  query,
  rows: [row],
  list: { page: 2, pageCount: 25, total: 1234, hasMore: true },
  from: 'q=%3Cdraft%3E&page=2',
  firstRow: 51,
  searched: 20_000,
  address: () => '/admin/users/',
  said: '2 users disabled.',
}
const action = users.actions?.find(({ name }) => name === 'set-password')
const deed = {
  actor: null,
  actorName: 'command line',
  deed: 'make-administrator',
  model: 'users',
  recordId: '2',
  recordTitle: '<b>Ben</b>',
  createdAt,
}

/** What each page of the admin site is given, with as much in it as the page can show. */
export const adminSamples: Sample[] = [
  {
    template: 'admin/index',
    layout: 'shell',
    locals: {
      groups: [
        {
          name: 'People',
          models: [{ slug: 'users', one: 'user', many: 'Users', count: 1234, hasMore: true, canAdd: true }],
        },
      ],
      health: {
        lines: [
          { name: 'People here now', shown: 3 },
          { name: 'Waiting in the outbox', shown: 0, href: '/admin/outbox/' },
        ],
        runs: [{ name: 'sweep-outbox', at: createdAt, shown: stateOf('bad', '<draft>') }],
      },
      deeds: [deed],
      days: [{ day: '2026-03-12', count: 1234 }],
      busiest: 1234,
    },
  },
  { template: 'admin/list', layout: 'shell', locals: list },
  { template: 'admin/list', layout: 'shell', locals: { ...list, rows: [], said: undefined } },
  {
    template: 'admin/add',
    layout: 'shell',
    locals: { model: users, fields: field, values: { username: '<draft>' }, errors: wrong },
  },
  {
    template: 'admin/record',
    layout: 'shell',
    locals: {
      model: users,
      recordKey: '2',
      heading: '<b>Ben</b>',
      facts: [{ heading: 'Joined', shown: createdAt }],
      fields: field,
      begunFrom: { version: '3' },
      values: { email: '<draft>' },
      errors: wrong,
      actions: users.actions,
      hanging: [{ name: 'Boards', href: '/admin/boards/?user=2' }],
      history: '/admin/audit/',
      said: 'Saved.',
    },
  },
  {
    template: 'admin/action',
    layout: 'shell',
    locals: {
      model: users,
      action,
      from: 'q="><draft>',
      list: '/admin/users/?page=2',
      records: [{ key: '2', title: '<b>Ben</b>', hanging: [{ count: 3, what: 'tasks', fate: 'blocks' }] }],
      isBlocked: false,
      fields: action?.fields,
      values: {},
      errors: { password: 'Needs 10 characters or more' },
    },
  },
  {
    template: 'admin/refused',
    layout: 'shell',
    locals: {
      label: 'Delete',
      list: '/admin/users/?page=2',
      done: 1,
      reasons: [{ title: '<b>Ben</b>', reason: 'It can’t be.', href: '/admin/users/2/' }],
    },
  },
  {
    template: 'admin/gone',
    layout: 'shell',
    locals: { one: 'user', heading: '<b>Ben</b>', history: '/admin/audit/?record=users%2F2' },
  },
  {
    template: 'api-docs/api-docs',
    layout: 'shell',
    locals: {
      groups: [
        {
          name: 'boards',
          routes: [
            { method: 'GET', path: '/api/v1/boards', fields: [] },
            { method: 'POST', path: '/api/v1/boards', fields: [{ name: 'name', holds: 'text', isRequired: false }] },
          ],
        },
      ],
    },
  },
]
