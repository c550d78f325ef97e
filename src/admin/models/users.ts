import * as z from 'zod'
import type { Prisma } from '../../platform/db/index.ts'
import {
  createUser,
  deleteUser,
  disableUser,
  email,
  enableUser,
  endSessions,
  newAccount,
  newPassword,
  hashPassword,
  setEmail,
  setPassword,
  setSiteAdmin,
  tracesOf,
} from '../../users/index.ts'
import { adminModel, asTable, type Field } from '../model.ts'
import { numberKey } from '../record-key.ts'
import { column, stateOf } from '../shown.ts'

const select = {
  id: true,
  username: true,
  displayName: true,
  email: true,
  isSiteAdmin: true,
  isDisabled: true,
  createdAt: true,
} as const

type Row = Prisma.UserGetPayload<{ select: typeof select }>

const emailField: Field = { name: 'email', label: 'E-mail', kind: 'email', optional: true }
const passwordField: Field = {
  name: 'password',
  label: 'New password',
  kind: 'password',
  hint: '10 characters or more. Hand it over in person; it is shown nowhere.',
}

export const users = adminModel<Row, { email?: string | undefined }, z.output<typeof newAccount>>({
  slug: 'users',
  one: 'user',
  many: 'Users',
  relatedName: 'user',
  group: 'People',
  hint: 'Who may sign in. Disabling someone ends their sessions at once; what they wrote stays.',
  table: (db) => asTable(db.user),
  key: numberKey,
  select,
  titleOf: ({ username }) => username,
  columns: [
    column('Username', ({ username }) => username, 'usernameKey'),
    column('Name', ({ displayName }) => displayName, 'displayName'),
    column('E-mail', (row) => row.email, 'emailKey?'),
    column('Role', ({ isSiteAdmin }) => (isSiteAdmin ? 'Administrator' : 'Member'), 'isSiteAdmin'),
    column(
      'State',
      ({ isDisabled }) => (isDisabled ? stateOf('bad', 'Disabled') : stateOf('good', 'Active')),
      'isDisabled',
    ),
    column('Joined', ({ createdAt }) => createdAt, 'createdAt'),
  ],
  order: [{ usernameKey: 'asc' }],
  search: ['username', 'displayName', 'email'],
  filters: [
    {
      name: 'role',
      label: 'Role',
      options: [
        { value: 'administrator', label: 'Administrator', where: { isSiteAdmin: true } },
        { value: 'member', label: 'Member', where: { isSiteAdmin: false } },
      ],
    },
    {
      name: 'state',
      label: 'State',
      options: [
        { value: 'active', label: 'Active', where: { isDisabled: false } },
        { value: 'disabled', label: 'Disabled', where: { isDisabled: true } },
      ],
    },
  ],
  form: {
    fields: [emailField],
    schema: z.object({ email }),
    valuesOf: (row) => ({ email: row.email ?? '' }),
    save: ({ draft }, { id }, given) => setEmail(draft, id, given.email),
  },
  addition: {
    fields: [
      { name: 'displayName', label: 'Name', kind: 'text' },
      {
        name: 'username',
        label: 'Username',
        kind: 'text',
        hint: 'Letters, digits, dots and dashes. It stays: people mention it.',
      },
      emailField,
      { ...passwordField, label: 'Password' },
    ],
    schema: newAccount,
    prepare: ({ password }) => hashPassword(password),
    async create({ draft }, { password: _, ...account }, passwordHash) {
      const { id } = await createUser(draft.tx, { ...account, passwordHash }, { isSiteAdmin: false })
      return { key: String(id), title: account.username }
    },
  },
  actions: [
    {
      name: 'disable',
      label: 'Disable and sign out',
      done: 'disabled',
      explanation:
        'They can’t sign in any more, and every page that they have open ends at once. What they wrote stays.',
      isDangerous: true,
      suits: ({ isDisabled }) => !isDisabled,
      run: ({ services, draft, administrator }, { id }) => disableUser(services, draft, administrator, id),
    },
    {
      name: 'enable',
      label: 'Enable',
      done: 'enabled',
      explanation: 'They can sign in again, with the password that they had.',
      suits: ({ isDisabled }) => isDisabled,
      run: ({ draft }, { id }) => enableUser(draft, id),
    },
    {
      name: 'set-password',
      label: 'Set a new password',
      done: 'given a new password',
      explanation: 'The old password is void, and whoever is signed in with it is signed out.',
      fields: [passwordField],
      schema: z.object({ password: newPassword }),
      prepare: (given) => hashPassword((given as { password: string }).password),
      run: ({ services, draft }, { id }, passwordHash) => setPassword(services, draft, id, passwordHash),
    },
    {
      name: 'sign-out',
      label: 'Sign out everywhere',
      done: 'signed out',
      explanation: 'All their sessions end, in all their browsers. They can sign in again.',
      run: ({ services, draft }, { id }) => endSessions(services, draft, id),
    },
    {
      name: 'make-administrator',
      label: 'Make administrator',
      done: 'made administrators',
      explanation: 'They may see and change everything on these pages, other people’s boards among it.',
      suits: ({ isSiteAdmin }) => !isSiteAdmin,
      run: ({ services, draft, administrator }, { id }) =>
        setSiteAdmin(services, draft, administrator, { userId: id, isSiteAdmin: true }),
    },
    {
      name: 'make-member',
      label: 'Take administration away',
      done: 'made members',
      explanation: 'They may use TaskFlow, but not these pages.',
      suits: ({ isSiteAdmin }) => isSiteAdmin,
      run: ({ services, draft, administrator }, { id }) =>
        setSiteAdmin(services, draft, administrator, { userId: id, isSiteAdmin: false }),
    },
    {
      name: 'delete',
      label: 'Delete',
      done: 'deleted',
      explanation: 'The account is gone for good. That is for accounts that were never used; others are disabled.',
      isDangerous: true,
      async hangs(db, { id }) {
        const traces = await tracesOf(db, id)
        return traces.map((trace) => ({ ...trace, fate: 'blocks' }))
      },
      run: ({ services, draft, administrator }, { id }) => deleteUser(services, draft, administrator, id),
    },
  ],
})
