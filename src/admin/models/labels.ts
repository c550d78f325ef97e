import type * as z from 'zod'
import { boardEditor } from '../../boards/index.ts'
import { changeLabel, colours, createLabel, deleteLabel, labelEditor, newLabel } from '../../labels/index.ts'
import type { Prisma } from '../../platform/db/index.ts'
import { integerId } from '../../platform/ids.ts'
import { boardField, onBoard } from '../board-field.ts'
import { adminModel, asTable, type Field } from '../model.ts'
import { numberKey } from '../record-key.ts'
import { column, linkTo, optionsOf } from '../shown.ts'

const select = {
  id: true,
  name: true,
  colour: true,
  board: { select: { id: true, name: true } },
  _count: { select: { tasks: true } },
} as const

type Row = Prisma.LabelGetPayload<{ select: typeof select }>

const fields: Field[] = [
  { name: 'name', label: 'Name', kind: 'text' },
  { name: 'colour', label: 'Colour', kind: 'select', options: optionsOf(colours) },
]
const addedLabel = newLabel.extend({ boardId: integerId })

export const labels = adminModel<Row, z.output<typeof newLabel>, z.output<typeof addedLabel>>({
  slug: 'labels',
  one: 'label',
  many: 'Labels',
  group: 'Boards',
  hint: 'What tasks can be marked with.',
  table: (db) => asTable(db.label),
  key: numberKey,
  select,
  titleOf: ({ name }) => name,
  columns: [
    column('Name', ({ name }) => name, 'name'),
    column('Board', ({ board }) => linkTo('boards', board.id, board.name), 'board.name'),
    column('Colour', ({ colour }) => colour, 'colour'),
    column('Tasks', ({ _count }) => _count.tasks),
  ],
  order: [{ board: { name: 'asc' } }, { name: 'asc' }],
  search: ['name', 'board.name'],
  filters: [
    {
      name: 'colour',
      label: 'Colour',
      options: optionsOf(colours).map((option) => ({ ...option, where: { colour: option.value } })),
    },
  ],
  related: [onBoard],
  form: {
    fields,
    schema: newLabel,
    valuesOf: ({ name, colour }) => ({ name, colour }),
    save: async ({ services, draft, administrator }, { id }, input) =>
      changeLabel(services, draft, await labelEditor(services, administrator, { labelId: id }), input),
  },
  addition: {
    fields: [boardField, ...fields],
    schema: addedLabel,
    async create({ services, draft, administrator }, { boardId, ...label }) {
      const access = await boardEditor(services, administrator, { boardId })
      const { id } = await createLabel(services, draft, access, label)
      return { key: String(id), title: label.name }
    },
  },
  actions: [
    {
      name: 'delete',
      label: 'Delete',
      done: 'deleted',
      explanation: 'It is gone for good. The tasks that carry it stay, without it.',
      isDangerous: true,
      hangs: async (db, { id: labelId }) => [
        { what: 'tasks that carry it', count: await db.taskLabel.count({ where: { labelId } }), fate: 'stays' },
      ],
      run: async ({ services, draft, administrator }, { id }) =>
        deleteLabel(services, draft, await labelEditor(services, administrator, { labelId: id })),
    },
  ],
})
