import type { ReadBoardChanges } from '../boards/index.ts'
import type { LiveChange } from '../platform/live/channel.ts'
import type { Services } from '../platform/services.ts'
import { labelFields, type LabelView } from './labels.queries.ts'

/** A label that is new or has changed: it is redrawn wherever it stands. */
export function describeLabel({ views }: Services, version: number, label: LabelView): LiveChange {
  const html = views.render('labels/_label', { label })
  return { type: 'board:changed', version, label, patches: [{ op: 'replace', target: selectorOf(label), html }] }
}

/** A label that is no more. */
export function describeDeletedLabel(version: number, { id }: { id: number }): LiveChange {
  return {
    type: 'board:changed',
    version,
    label: { id, isDeleted: true },
    patches: [{ op: 'remove', target: selectorOf({ id }) }],
  }
}

/** Labels that came or changed since a version. Of a deleted one the tasks tell that carried it: they were stamped with it. */
export const readLabelChanges: ReadBoardChanges = async (services, boardId, since, limit) => {
  const labels = await services.db.label.findMany({
    where: { boardId, version: { gt: since } },
    orderBy: { version: 'asc' },
    take: limit,
    select: { ...labelFields, version: true },
  })
  return labels.map(({ version, ...label }) => describeLabel(services, version, label))
}

function selectorOf({ id }: { id: number }): string {
  return `.label[data-label-id="${id}"]`
}
