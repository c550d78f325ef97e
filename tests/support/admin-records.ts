import { adminModels } from '../../src/admin/index.ts'
import type { Db } from '../../src/platform/db/index.ts'

/** The key of some record of the model to which an address of the admin site belongs; none for other addresses. */
export async function someKey(db: Db, path: string): Promise<{ key?: string }> {
  const model = adminModels.find(({ slug }) => path.startsWith(`/admin/${slug}/:key/`))
  if (!model) return {}
  const row = (await model.table(db).findFirst({ where: model.where ?? {}, select: model.select })) as object
  return { key: model.key.textOf(row) }
}
