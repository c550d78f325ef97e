import * as z from 'zod'
import { boardEditor } from '../../boards/index.ts'
import {
  archiveColumn,
  changeColumn,
  columnForm,
  createColumn,
  deleteColumn,
  newColumn,
  restoreColumn,
} from '../../columns/index.ts'
import type { Prisma } from '../../platform/db/index.ts'
import { integerId } from '../../platform/ids.ts'
import { columnEditor } from '../../tasks/index.ts'
import { archiveFilter, archivingActions } from '../archiving.ts'
import { boardField, onBoard } from '../board-field.ts'
import { adminModel, asTable, type Field } from '../model.ts'
import { numberKey } from '../record-key.ts'
import { archiveState, column, linkTo } from '../shown.ts'

const select = {
  id: true,
  name: true,
  isDone: true,
  wipLimit: true,
  archivedAt: true,
  board: { select: { id: true, name: true } },
  _count: { select: { tasks: { where: { deletedAt: null } } } },
} as const

type Row = Prisma.ColumnGetPayload<{ select: typeof select }>

const nameField: Field = { name: 'name', label: 'Name', kind: 'text' }
const addedColumn = newColumn.extend({ boardId: integerId })

export const columns = adminModel<Row, z.output<typeof columnForm>, z.output<typeof addedColumn>>({
  slug: 'columns',
  one: 'column',
  many: 'Columns',
  relatedName: 'column',
  group: 'Boards',
  hint: 'The steps that tasks go through on a board.',
  table: (db) => asTable(db.column),
  key: numberKey,
  select,
  where: { deletedAt: null },
  titleOf: ({ name }) => name,
  columns: [
    column('Name', ({ name }) => name, 'name'),
    column('Board', ({ board }) => linkTo('boards', board.id, board.name), 'board.name'),
    column('Tasks', ({ _count }) => _count.tasks),
    column('Tasks at most', ({ wipLimit }) => wipLimit, 'wipLimit?'),
    column('For what is done', ({ isDone }) => (isDone ? 'Yes' : 'No'), 'isDone'),
    column('State', ({ archivedAt }) => archiveState(archivedAt), 'archivedAt?'),
  ],
  order: [{ board: { name: 'asc' } }, { boardId: 'asc' }, { rank: 'asc' }],
  search: ['name', 'board.name'],
  filters: [archiveFilter],
  related: [onBoard],
  form: {
    fields: [
      nameField,
      { name: 'wipLimit', label: 'Tasks at most', kind: 'number', optional: true, hint: 'Empty: as many as you like.' },
      { name: 'isDone', label: 'What lies in it is done', kind: 'checkbox' },
    ],
    schema: columnForm,
    valuesOf: ({ name, wipLimit, isDone }) => ({ name, wipLimit: String(wipLimit ?? ''), isDone: isDone ? 'on' : '' }),
    save: async ({ services, draft, administrator }, { id }, input) =>
      changeColumn(services, draft, await columnEditor(services, administrator, { columnId: id }), input),
  },
  addition: {
    fields: [boardField, nameField],
    schema: addedColumn,
    async create({ services, draft, administrator }, { boardId, name }) {
      const access = await boardEditor(services, administrator, { boardId })
      const { id } = await createColumn(services, draft, access, { name })
      return { key: String(id), title: name }
    },
  },
  actions: [
    ...archivingActions<Row>({
      away: 'It leaves the board with its tasks, and can be restored.',
      back: 'It comes back where it was, with its tasks.',
      archive: async ({ services, draft, administrator }, { id }) =>
        archiveColumn(services, draft, await columnEditor(services, administrator, { columnId: id })),
      restore: async ({ services, draft, administrator }, { id }) =>
        restoreColumn(services, draft, await columnEditor(services, administrator, { columnId: id })),
    }),
    {
      name: 'delete',
      label: 'Delete',
      done: 'deleted',
      explanation: 'It is gone for good. A column with tasks is not deleted: move or delete those first.',
      isDangerous: true,
      hangs: async (db, { id: columnId }) => [
        { what: 'tasks', count: await db.task.count({ where: { columnId, deletedAt: null } }), fate: 'blocks' },
      ],
      async run({ services, draft, administrator }, { id }) {
        const access = await columnEditor(services, administrator, { columnId: id })
        await archiveColumn(services, draft, access)
        await deleteColumn(services, draft, access)
      },
    },
  ],
})
