import { generateNKeysBetween } from 'fractional-indexing'
import { fillOpenRoom, tellSidebars } from '../boards/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Draft } from '../platform/change.ts'
import { insertMany, type Tx } from '../platform/db/index.ts'
import type { Services } from '../platform/services.ts'
import { caseKey } from '../users/index.ts'
import type { BoardFile } from './board-file.ts'
import { compare } from './board-snapshot.ts'
import { importActivity, recordImport } from './import-activity.ts'
import { importTasks } from './import-tasks.ts'
import { unassignedOf, type Unassigned } from './origins.ts'
import { peopleHere, type PeopleHere } from './people-here.ts'

export interface ImportOptions {
  /** Instead of the name in the file. */
  name?: string | undefined
  /** Whether those of the file come along who share a board with the importer. */
  addPeople: boolean
}

export interface ImportedBoard {
  id: number
  name: string
  /** Who lost tasks because they are not on the new board. */
  unassigned: Unassigned[]
}

/** The version of all that came with a board: nobody has seen an earlier one. */
const firstVersion = 1

/** Makes a new board of a file. Whoever imports it owns it, and is the author of what is in it. */
export async function importBoard(
  services: Services,
  draft: Draft,
  importer: Actor,
  file: BoardFile,
  { name = file.board.name, addPeople }: ImportOptions,
): Promise<ImportedBoard> {
  const { tx } = draft
  const here = await peopleHere(tx, importer, file, addPeople)
  const { id } = await createBoard(tx, importer, file, name)
  await importMembers(tx, id, here)
  await importRooms(tx, id, importer, file)
  const labelIds = await importLabels(tx, id, file)
  const columnIds = await importColumns(tx, id, file)
  const place = { boardId: id, version: firstVersion, importer, columnIds, labelIds, here }
  const taskIds = await importTasks(tx, file, place)
  await importActivity(tx, id, importer, file, taskIds)
  const unassigned = unassignedOf(file, here)
  await recordImport(tx, id, importer, file, { name, unassigned, taskIds })
  await tellSidebars(services, draft, id)
  return { id, name, unassigned }
}

// Each deed has a version of its own, by which the history is paged; the import's is the last.
function createBoard(tx: Tx, importer: Actor, file: BoardFile, name: string): Promise<{ id: number }> {
  const { description } = file.board
  return tx.board.create({
    data: { name, description, version: file.activity.length + 1, createdById: importer.id },
    select: { id: true },
  })
}

async function importMembers(tx: Tx, boardId: number, here: PeopleHere): Promise<void> {
  const joinedAt = new Date()
  const members = Array.from(here.values(), ({ userId, role }) => ({
    boardId,
    userId,
    role,
    version: firstVersion,
    joinedAt,
    leftAt: null,
    isMuted: false,
  }))
  await insertMany(tx, 'BoardMember', members)
}

async function importRooms(tx: Tx, boardId: number, importer: Actor, { rooms }: BoardFile): Promise<void> {
  const rows = rooms.map(({ name, description, archivedAt }) => ({
    boardId,
    name,
    nameKey: caseKey(name),
    description,
    isPrivate: false,
    version: 0,
    messageCount: 0,
    boardVersion: firstVersion,
    createdById: importer.id,
    createdAt: new Date(),
    archivedAt,
    deletedAt: null,
  }))
  await insertMany(tx, 'ChatRoom', rows)
  const made = await tx.chatRoom.findMany({ where: { boardId }, select: { id: true } })
  for (const { id: roomId } of made) await fillOpenRoom(tx, { boardId, roomId })
}

/** @returns the new labels' ids by the keys of their names */
async function importLabels(tx: Tx, boardId: number, { labels }: BoardFile): Promise<Map<string, number>> {
  const rows = labels.map(({ name, colour }) => ({
    boardId,
    name,
    nameKey: caseKey(name),
    colour,
    version: firstVersion,
  }))
  await insertMany(tx, 'Label', rows)
  const made = await tx.label.findMany({ where: { boardId }, select: { id: true, nameKey: true } })
  return new Map(made.map(({ id, nameKey }) => [nameKey, id]))
}

/** @returns the new columns' ids in their order */
async function importColumns(tx: Tx, boardId: number, { columns }: BoardFile): Promise<number[]> {
  const ranks = generateNKeysBetween(null, null, columns.length)
  const rows = columns.map((column, place) => ({
    ...column,
    boardId,
    rank: ranks[place] ?? '',
    deletedAt: null,
    version: firstVersion,
  }))
  await insertMany(tx, 'Column', rows)
  const made = await tx.column.findMany({ where: { boardId }, select: { id: true, rank: true } })
  return made.toSorted((one, other) => compare(one.rank, other.rank)).map(({ id }) => id)
}
