import { setImmediate as nextTurn } from 'node:timers/promises'
import { caseKey } from '../users/index.ts'
import type { BoardFile, FileTask } from './board-file.ts'
import type { Problems } from './problems.ts'

/** What the parts of a file call each other by. */
interface Known {
  columnCount: number
  taskCount: number
  labels: Set<string>
  people: Set<string>
}

/** Looks whether names are given once, and whether what tasks and deeds name is in the file. */
export async function checkReferences(problems: Problems, file: BoardFile): Promise<void> {
  const known: Known = {
    columnCount: file.columns.length,
    taskCount: file.tasks.length,
    labels: namedOnce(
      problems,
      'labels',
      'name',
      file.labels.map(({ name }) => name),
    ),
    people: namedOnce(
      problems,
      'people',
      'username',
      file.people.map(({ username }) => username),
    ),
  }
  namedOnce(
    problems,
    'rooms',
    'name',
    file.rooms.map(({ name }) => name),
  )
  for (const [place, task] of file.tasks.entries()) {
    if (place % 1000 === 0) await nextTurn()
    checkTask(problems, known, task, place)
  }
  for (const [place, { by, task }] of file.activity.entries()) {
    if (!known.people.has(caseKey(by))) problems.add(['activity', place, 'by'], noPerson(by))
    if (task !== null && task >= known.taskCount)
      problems.add(['activity', place, 'task'], 'there is no such task in the file')
  }
}

function checkTask(problems: Problems, known: Known, task: FileTask, place: number): void {
  const at = ['tasks', place]
  if (task.column >= known.columnCount) problems.add([...at, 'column'], 'there is no such column in the file')
  if (task.createdBy !== null && !known.people.has(caseKey(task.createdBy)))
    problems.add([...at, 'createdBy'], noPerson(task.createdBy))
  if (task.startOn !== null && task.dueOn !== null && task.dueOn < task.startOn)
    problems.add([...at, 'dueOn'], 'is before the start')
  checkNames(
    problems,
    [...at, 'labels'],
    task.labels,
    known.labels,
    (name) => `there is no label “${name}” in the file`,
  )
  checkNames(problems, [...at, 'assignees'], task.assignees, known.people, noPerson)
}

function checkNames(
  problems: Problems,
  at: PropertyKey[],
  names: string[],
  known: Set<string>,
  missing: (name: string) => string,
): void {
  const seen = new Set<string>()
  for (const [place, name] of names.entries()) {
    const key = caseKey(name)
    if (!known.has(key)) problems.add([...at, place], missing(name.slice(0, 80)))
    else if (seen.has(key)) problems.add([...at, place], 'is named twice')
    seen.add(key)
  }
}

function noPerson(username: string): string {
  return `there is nobody called “${username.slice(0, 80)}” among the file’s people`
}

function namedOnce(problems: Problems, part: string, field: string, names: string[]): Set<string> {
  const keys = new Set<string>()
  for (const [place, name] of names.entries()) {
    if (keys.has(caseKey(name))) problems.add([part, place, field], `“${name}” is there twice`)
    keys.add(caseKey(name))
  }
  return keys
}
