import type { ActivityView } from '../boards/index.ts'
import type { Actor } from '../platform/actor.ts'
import type { Db } from '../platform/db/index.ts'
import { doneByOthers } from './lately.queries.ts'
import { myTallies, myTasks, type MyTallies, type MyTask, type MyTasksWanted } from './my-tasks.queries.ts'
import { boardTiles, type BoardTile } from './tiles.queries.ts'

/** How many deeds of others are shown. */
const latelyShown = 8

/** What waits for somebody, how far their boards are, and what others did there. */
export interface MyWork {
  boards: BoardTile[]
  tallies: MyTallies
  tasks: MyTask[]
  lately: ActivityView[]
  /** Of the tasks on all the boards. */
  completion: { done: number; total: number }
}

/** Reads it in as many statements whatever there is. */
export async function readMyWork(db: Db, actor: Actor, wanted: MyTasksWanted): Promise<MyWork> {
  const [boards, tallies, tasks, lately] = await Promise.all([
    boardTiles(db, actor, wanted.today),
    myTallies(db, actor, wanted.today),
    myTasks(db, actor, wanted),
    doneByOthers(db, actor, latelyShown),
  ])
  return { boards, tallies, tasks, lately, completion: completionOf(boards) }
}

function completionOf(boards: BoardTile[]): { done: number; total: number } {
  const sum = (count: 'doneCount' | 'taskCount'): number => boards.reduce((total, board) => total + board[count], 0)
  return { done: sum('doneCount'), total: sum('taskCount') }
}
