import type { NotificationType } from '../platform/db/index.ts'

/** The kinds by which the inbox can be filtered, in the words of the page. */
export const kindFilters: { label: string; types: NotificationType[]; empty: string }[] = [
  { label: 'Mentions', types: ['mention'], empty: 'Nobody has mentioned you here.' },
  { label: 'Assigned to me', types: ['assignment'], empty: 'Nobody has given you a task here.' },
  { label: 'Comments', types: ['comment', 'reply'], empty: 'No comments for you here.' },
  { label: 'Due', types: ['due_soon', 'overdue'], empty: 'No task of yours has been due here.' },
  { label: 'Added', types: ['added_to_board', 'added_to_room'], empty: 'Nobody has added you to anything here.' },
]
