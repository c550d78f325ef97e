import { makeBoard } from './boards.ts'
import type { Person } from './people.ts'

const slugs = [
  'users',
  'board-members',
  'invitations',
  'boards',
  'columns',
  'tasks',
  'labels',
  'rooms',
  'room-members',
  'messages',
  'comments',
  'notifications',
  'typing-statuses',
  'outbox',
  'audit',
]

/** Every kind of page of the admin site, with something on it, and what finds nothing. */
export async function everyAdminPage(administrator: Person, other: Person): Promise<Record<string, string>> {
  const board = await makeBoard(administrator, 'A board with quite a long name, as people give them', [other])
  const lists = Object.fromEntries(slugs.map((slug) => [`admin: ${slug}`, `/admin/${slug}/`]))
  return {
    admin: '/admin/',
    ...lists,
    'admin: nothing found': '/admin/users/?q=zzzzz',
    'admin: add a user': '/admin/users/add/',
    'admin: add a label': '/admin/labels/add/',
    'admin: add a message': '/admin/messages/add/',
    'admin: add a comment': '/admin/comments/add/',
    'admin: a user': `/admin/users/${other.id}/`,
    'admin: a board': `/admin/boards/${board.id}/`,
    'admin: a column': `/admin/columns/${board.columnIds[0]}/`,
    'admin: delete a board': `/admin/boards/act/?action=delete&key=${board.id}`,
    'admin: delete a user': `/admin/users/act/?action=delete&key=${other.id}`,
    'admin: set a password': `/admin/users/act/?action=set-password&key=${other.id}`,
  }
}
