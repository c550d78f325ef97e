import type { Field, RelatedFilter } from './model.ts'

/** On which board something is added. */
export const boardField: Field = {
  name: 'boardId',
  label: 'Board',
  kind: 'number',
  hint: 'Its number, as in /boards/7/.',
}

/** Leaves what is on one board. */
export const onBoard: RelatedFilter = { name: 'board', where: (boardId: number) => ({ boardId }) }
