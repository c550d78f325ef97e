import type { Breadcrumb } from '../platform/http/reply.ts'

/** A board's step on the way to what lies under it. */
export function boardCrumb({ id, name }: { id: number; name: string }): Breadcrumb {
  return { name, href: `/boards/${id}/`, boardId: id }
}
