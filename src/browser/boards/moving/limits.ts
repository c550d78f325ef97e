import { nameOf } from './places.ts'

/** For example: Review holds 4, its limit is 3. Null when the column is within its limit. */
export function wordsAboutLimit(columnId: number): string | null {
  const column = document.getElementById(`column-${columnId}`)
  const count = column?.querySelector('.column-count[data-limit="over"]')
  const [holds, limit] = count?.textContent.match(/\d+/g) ?? []
  if (column === null || holds === undefined || limit === undefined) return null
  return `${nameOf(column)} holds ${holds}, its limit is ${limit}`
}
