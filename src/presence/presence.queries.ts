import { memberIdsOf, type BoardAccess } from '../boards/index.ts'
import type { Services } from '../platform/services.ts'
import { asStatus, type Status } from './status.ts'

export interface PresentPerson {
  id: number
  status: Status
}

/** The people of a board who are not offline; nobody while that is not known. */
export async function peopleHere({ db, claims }: Services, access: BoardAccess): Promise<PresentPerson[]> {
  const ids = await memberIdsOf(db, access)
  const claimed = (await claims.highest(ids.map(String))) ?? []
  const people = claimed.map((claim, at) => ({ id: ids[at] ?? 0, status: asStatus(claim) }))
  return people.filter(({ status }) => status !== 'offline')
}
