// Boards with many tasks, made once for all that is measured on them.
import { openFiller } from './compiled.mjs'
import { callApi } from './people.mjs'

/** @typedef {{ id: number, taskCount: number, taskIds: number[], columnIds: number[], path: string }} FilledBoard */
/** @typedef {import('./fill-board.ts').BoardFiller} BoardFiller */
/** @typedef {{ medium: FilledBoard, large: FilledBoard, filler: BoardFiller }} Boards */

/**
 * A board of 500 tasks and one of 5,000, with both people on them.
 * @param {import('./instance.mjs').Instance} instance
 * @param {import('./people.mjs').People} people
 * @returns {Promise<Boards>} close `filler` in the end
 */
export async function makeBoards(instance, people) {
  const medium = await makeBoard(instance, people, 500)
  const large = await makeBoard(instance, people, 5000)
  const filler = await openFiller(instance.databaseUrl)
  const memberIds = [people.ana.id, people.ben.id]
  for (const board of [medium, large]) board.taskIds = await filler.fill({ ...board, memberIds }, board.taskCount)
  return { medium, large, filler }
}

/**
 * @param {import('./instance.mjs').Instance} instance
 * @param {import('./people.mjs').People} people
 * @param {number} taskCount that it is to hold
 * @returns {Promise<FilledBoard>}
 */
async function makeBoard({ address }, { ana, ben }, taskCount) {
  const { board } = await callApi(address, ana, 'POST', '/api/v1/boards', { name: `Board of ${taskCount}` })
  await callApi(address, ana, 'POST', `/api/v1/boards/${board.id}/members`, { username: ben.username })
  const shown = await callApi(address, ana, 'GET', `/api/v1/boards/${board.id}`)
  /** @type {number[]} */
  const columnIds = shown.board.columns.map((/** @type {{ id: number }} */ { id }) => id)
  return { id: board.id, taskCount, taskIds: [], columnIds, path: `/boards/${board.id}/` }
}
