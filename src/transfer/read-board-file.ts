import { setImmediate as nextTurn } from 'node:timers/promises'
import type * as z from 'zod'
import { Invalid, type FieldErrors } from '../platform/errors.ts'
import { parseLargeJson } from '../platform/parse-large-json.ts'
import { boardFileFormat, deepest, fileDeed, fileHead, fileTask, most, type BoardFile } from './board-file.ts'
import { checkReferences } from './check-references.ts'
import { Problems } from './problems.ts'

/** A file that is no board's, or has mistakes: `fields` names them by their places in it. */
export class UnfitFile extends Invalid {
  constructor(places: FieldErrors) {
    super('This file cannot be taken as it is. Nothing was made of it.', places)
  }
}

/** How many tasks or deeds are checked in one turn of the event loop: a few milliseconds. */
const checkedPerTurn = 200

/**
 * Reads a board's file (docs/board-file.md), a little at a time, so that the process answers others meanwhile.
 * @throws {UnfitFile} naming what is wrong by its place in the file, such as `tasks.3.dueOn`; the first twenty of it
 */
export async function readBoardFile(bytes: Buffer): Promise<BoardFile> {
  const given = await parse(bytes)
  const { tasks = [], activity = [], ...rest } = given
  if (rest['format'] !== boardFileFormat) {
    throw new UnfitFile({ format: `Is not “${boardFileFormat}”: this is no board that TaskFlow has exported` })
  }
  const problems = new Problems()
  const head = problems.check(fileHead, rest, [])
  const file: Partial<BoardFile> = {
    ...head,
    tasks: await checkList(problems, fileTask, tasks, 'tasks'),
    activity: await checkList(problems, fileDeed, activity, 'activity'),
  }
  if (problems.isEmpty) await checkReferences(problems, file as BoardFile)
  if (!problems.isEmpty) throw new UnfitFile(problems.fields)
  return file as BoardFile
}

async function parse(bytes: Buffer): Promise<Record<string, unknown>> {
  try {
    return { ...(await parseLargeJson(bytes, deepest)) }
  } catch (error) {
    if (error instanceof Invalid) throw new UnfitFile({ file: error.message })
    throw error
  }
}

async function checkList<Element>(
  problems: Problems,
  schema: z.ZodType<Element>,
  given: unknown,
  name: 'tasks' | 'activity',
): Promise<Element[]> {
  const checked: Element[] = []
  if (!Array.isArray(given)) problems.add([name], 'has to be a list')
  else if (given.length > most[name]) problems.add([name], `may have ${most[name].toLocaleString('en')} at most`)
  else
    for (const [place, element] of given.entries()) {
      if (problems.isFull) break
      if (place % checkedPerTurn === 0) await nextTurn()
      const one = problems.check(schema, element, [name, place])
      if (one !== undefined) checked.push(one)
    }
  return checked
}
