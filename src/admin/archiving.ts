import type { Action, Administration, Filter } from './model.ts'

interface Archivable {
  archivedAt: Date | null
}

/** How something is put away and brought back, and what that means, in words. */
export interface Archiving<Row> {
  away: string
  back: string
  archive(administration: Administration, row: Row): Promise<unknown>
  restore(administration: Administration, row: Row): Promise<unknown>
}

/** The two actions of what has an archive. */
export function archivingActions<Row extends Archivable>({
  away,
  back,
  archive,
  restore,
}: Archiving<Row>): Action<Row>[] {
  return [
    {
      name: 'archive',
      label: 'Archive',
      done: 'archived',
      explanation: away,
      suits: ({ archivedAt }) => !archivedAt,
      run: archive,
    },
    {
      name: 'restore',
      label: 'Restore',
      done: 'restored',
      explanation: back,
      suits: ({ archivedAt }) => archivedAt !== null,
      run: restore,
    },
  ]
}

/** Parts what is used from what was put away. */
export const archiveFilter: Filter = {
  name: 'state',
  label: 'State',
  options: [
    { value: 'used', label: 'In use', where: { archivedAt: null } },
    { value: 'archive', label: 'In the archive', where: { archivedAt: { not: null } } },
  ],
}
