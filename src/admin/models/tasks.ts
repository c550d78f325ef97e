import * as z from 'zod'
import type { Prisma } from '../../platform/db/index.ts'
import { integerId } from '../../platform/ids.ts'
import {
  archiveTask,
  columnEditor,
  createTask,
  deleteTask,
  newTask,
  priorities,
  restoreTask,
  taskEditor,
  taskForm,
  updateTask,
  type TaskChanges,
} from '../../tasks/index.ts'
import { archivingActions } from '../archiving.ts'
import { onBoard } from '../board-field.ts'
import { adminModel, asTable, type Field } from '../model.ts'
import { numberKey } from '../record-key.ts'
import { archiveState, column, linkTo, optionsOf } from '../shown.ts'

const select = {
  id: true,
  title: true,
  description: true,
  priority: true,
  startOn: true,
  dueOn: true,
  commentCount: true,
  archivedAt: true,
  createdAt: true,
  board: { select: { id: true, name: true } },
  column: { select: { id: true, name: true } },
} as const

type Row = Prisma.TaskGetPayload<{ select: typeof select }>

const titleField: Field = { name: 'title', label: 'What is to be done', kind: 'text' }
const addedTask = newTask.extend({ columnId: integerId })

export const tasks = adminModel<Row, TaskChanges, z.output<typeof addedTask>>({
  slug: 'tasks',
  one: 'task',
  many: 'Tasks',
  relatedName: 'task',
  group: 'Boards',
  hint: 'What is to be done, on all boards.',
  table: (db) => asTable(db.task),
  key: numberKey,
  select,
  where: { deletedAt: null },
  titleOf: ({ title }) => title,
  columns: [
    column('Title', ({ title }) => title, 'title'),
    column('Board', ({ board }) => linkTo('boards', board.id, board.name), 'board.name'),
    column('Column', (row) => linkTo('columns', row.column.id, row.column.name), 'column.name'),
    column('Priority', ({ priority }) => priority),
    column('Due', ({ dueOn }) => dueOn, 'dueOn?'),
    column('State', ({ archivedAt }) => archiveState(archivedAt), 'archivedAt?'),
    column('Made', ({ createdAt }) => createdAt, 'createdAt'),
  ],
  order: [{ id: 'desc' }],
  search: ['title', 'board.name'],
  filters: [
    {
      name: 'state',
      label: 'State',
      options: [
        { value: 'open', label: 'Open', where: { archivedAt: null, finishedAt: null } },
        { value: 'done', label: 'Done', where: { archivedAt: null, finishedAt: { not: null } } },
        { value: 'archive', label: 'In the archive', where: { archivedAt: { not: null } } },
      ],
    },
    {
      name: 'priority',
      label: 'Priority',
      options: optionsOf(priorities).map((option) => ({ ...option, where: { priority: option.value } })),
    },
  ],
  related: [onBoard, { name: 'column', where: (columnId: number) => ({ columnId }) }],
  form: {
    fields: [
      titleField,
      { name: 'description', label: 'Description', kind: 'textarea', optional: true, hint: 'Markdown.' },
      {
        name: 'priority',
        label: 'Priority',
        kind: 'select',
        optional: true,
        options: [{ value: '', label: 'None' }, ...optionsOf(priorities)],
      },
      { name: 'startOn', label: 'Start', kind: 'date', optional: true },
      { name: 'dueOn', label: 'Due', kind: 'date', optional: true },
    ],
    schema: taskForm,
    valuesOf: ({ title, description, priority, startOn, dueOn }) => ({
      title,
      description,
      priority: priority ?? '',
      startOn: startOn ?? '',
      dueOn: dueOn ?? '',
    }),
    begunFrom: ({ title, description }) => ({ titleBefore: title, descriptionBefore: description }),
    save: async ({ services, draft, administrator }, { id }, input) =>
      updateTask(services, draft, await taskEditor(services, administrator, { taskId: id }), input),
  },
  addition: {
    fields: [
      { name: 'columnId', label: 'Column', kind: 'number', hint: 'Its number, as in the list of columns.' },
      titleField,
    ],
    schema: addedTask,
    async create({ services, draft, administrator }, { columnId, title }) {
      const access = await columnEditor(services, administrator, { columnId })
      const { id } = await createTask(services, draft, access, { title })
      return { key: String(id), title }
    },
  },
  actions: [
    ...archivingActions<Row>({
      away: 'It leaves the board, and can be restored.',
      back: 'It comes back where it was.',
      archive: async ({ services, draft, administrator }, { id }) =>
        archiveTask(services, draft, await taskEditor(services, administrator, { taskId: id })),
      restore: async ({ services, draft, administrator }, { id }) =>
        restoreTask(services, draft, await taskEditor(services, administrator, { taskId: id })),
    }),
    {
      name: 'delete',
      label: 'Delete',
      done: 'deleted',
      explanation: 'It is gone for good, with its thread.',
      isDangerous: true,
      async hangs(db, { id: taskId }) {
        const [comments, steps] = await Promise.all([
          db.taskThreadComment.count({ where: { taskId } }),
          db.checklistStep.count({ where: { taskId } }),
        ])
        return [
          { what: 'comments', count: comments, fate: 'goes' },
          { what: 'steps of its checklist', count: steps, fate: 'goes' },
        ]
      },
      async run({ services, draft, administrator }, { id }) {
        const access = await taskEditor(services, administrator, { taskId: id })
        await archiveTask(services, draft, access)
        await deleteTask(services, draft, access)
      },
    },
  ],
})
