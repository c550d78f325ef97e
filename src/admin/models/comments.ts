import type * as z from 'zod'
import {
  commentAuthor,
  commentChanges,
  commentDeleter,
  deleteComment,
  editComment,
  newComment,
  writeComment,
} from '../../comments/index.ts'
import type { Prisma } from '../../platform/db/index.ts'
import { integerId, newId, positionInAddress } from '../../platform/ids.ts'
import { excerptOfMarkdown } from '../../platform/markdown.ts'
import { taskEditor } from '../../tasks/index.ts'
import { adminModel, asTable } from '../model.ts'
import { authorField, getPerson, usernameField } from '../person-field.ts'
import { uuidKey } from '../record-key.ts'
import { column, linkTo, linkToUser, saidState } from '../shown.ts'

const select = {
  id: true,
  content: true,
  version: true,
  parentId: true,
  createdAt: true,
  editedAt: true,
  deletedAt: true,
  author: { select: { id: true, username: true } },
  task: { select: { id: true, title: true } },
  _count: { select: { replies: true } },
} as const

/** As a form sends it: the version in digits. */
const commentChangesForm = commentChanges.extend({ version: positionInAddress })

const addedComment = newComment.pick({ content: true }).extend({ taskId: integerId, author: usernameField })

type Row = Prisma.TaskThreadCommentGetPayload<{ select: typeof select }>

export const comments = adminModel<Row, z.output<typeof commentChanges>, z.output<typeof addedComment>>({
  slug: 'comments',
  one: 'task thread comment',
  many: 'Task thread comments',
  group: 'Messaging',
  hint: 'What was said about tasks.',
  table: (db) => asTable(db.taskThreadComment),
  key: uuidKey,
  select,
  where: { task: { deletedAt: null } },
  // Not its words: they would stay in the audit log when it is deleted.
  titleOf: ({ author, task }) => `${author.username} on ${task.title}`,
  columns: [
    column('Comment', ({ content, deletedAt }) => (deletedAt ? '(deleted)' : excerptOfMarkdown(content, 80))),
    column('By', ({ author }) => linkToUser(author)),
    column('Task', ({ task }) => linkTo('tasks', task.id, task.title)),
    column('Replies', ({ _count, parentId }) => (parentId === null ? _count.replies : null)),
    column('Said', ({ createdAt }) => createdAt),
    column('State', saidState),
  ],
  order: [{ id: 'desc' }],
  search: ['content', 'author.username', 'task.title'],
  isLarge: true,
  filters: [
    {
      name: 'kind',
      label: 'Kind',
      options: [
        { value: 'comment', label: 'Comments', where: { parentId: null } },
        { value: 'reply', label: 'Replies', where: { parentId: { not: null } } },
      ],
    },
  ],
  related: [
    { name: 'task', where: (taskId: number) => ({ taskId }), newestBy: 'position' },
    { name: 'user', where: (authorId: number) => ({ authorId }) },
  ],
  form: {
    fields: [
      { name: 'content', label: 'Comment', kind: 'textarea', hint: 'Markdown. It will say that it was edited.' },
    ],
    schema: commentChangesForm,
    valuesOf: ({ content }) => ({ content }),
    begunFrom: ({ version }) => ({ version: String(version) }),
    suits: ({ deletedAt }) => !deletedAt,
    save: async ({ services, draft, administrator }, { id }, input) =>
      editComment(services, draft, await commentAuthor(services, administrator, { commentId: id }), input),
  },
  addition: {
    fields: [
      { name: 'taskId', label: 'Task', kind: 'number', hint: 'Its number, as in /tasks/7/.' },
      authorField,
      { name: 'content', label: 'Comment', kind: 'textarea', hint: 'Markdown.' },
    ],
    schema: addedComment,
    async create(administration, { taskId, author, content }) {
      const { services, draft } = administration
      const access = await taskEditor(services, await getPerson(administration, author, 'author'), { taskId })
      const { id } = await writeComment(services, draft, access, { content, clientId: newId() })
      const { title } = await draft.tx.task.findUniqueOrThrow({ where: { id: taskId }, select: { title: true } })
      return { key: id, title: `${access.board.actor.username} on ${title}` }
    },
  },
  actions: [
    {
      name: 'delete',
      label: 'Delete',
      done: 'deleted',
      explanation: 'What it said is gone for good. Its line stays, and so do the replies.',
      isDangerous: true,
      suits: ({ deletedAt }) => !deletedAt,
      hangs: async (db, { id }) => [
        { what: 'replies', count: await db.taskThreadComment.count({ where: { parentId: id } }), fate: 'stays' },
      ],
      run: async ({ services, draft, administrator }, { id }) =>
        deleteComment(services, draft, await commentDeleter(services, administrator, { commentId: id })),
    },
  ],
})
