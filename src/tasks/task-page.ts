import { formErrors } from '../platform/http/form-errors.ts'
import { page, type Reply } from '../platform/http/reply.ts'
import type { Refusal } from '../platform/http/route.ts'
import type { Services } from '../platform/services.ts'
import { readSheet, type TaskSheet } from './task-sheet.ts'
import type { TaskAccess } from './tasks.policy.ts'

/** A form of the sheet that was not taken. */
export interface RefusedForm {
  /** `task`, `new-step`, or `step-4`. */
  form: string
  typed: Record<string, string>
  /** What was chosen in lists, by the name of their field. */
  chosen: Record<string, string[]>
  errors: Record<string, string>
}

const nothingRefused: RefusedForm = { form: '', typed: {}, chosen: {}, errors: {} }

/** What the templates of a sheet are given. */
export function sheetLocals(sheet: TaskSheet, refused = nothingRefused): object {
  return { sheet, refused }
}

/** Reads what a later slice puts beside a task on its page: its thread. Answers locals for the page's template. */
export type ReadBeside = (services: Services, access: TaskAccess) => Promise<object>

/** A task's own page. */
export async function drawTaskPage(
  services: Services,
  access: TaskAccess,
  readBeside: ReadBeside,
  { before, refused }: { before?: number | undefined; refused?: RefusedForm } = {},
): Promise<Reply> {
  const sheet = await readSheet(services, access, before)
  const { board, task } = sheet
  return page('tasks/task', {
    title: task.title,
    pageKind: 'task',
    breadcrumbs: [
      { name: 'Boards', href: '/' },
      { name: board.name, href: `/boards/${board.id}/` },
      { name: `#${task.id} ${task.title}` },
    ],
    currentBoardId: board.id,
    locals: { ...sheetLocals(sheet, refused), ...(await readBeside(services, access)) },
  })
}

/** The page again, with what was typed into one of its forms and what is wrong with it. */
export function drawRefused(
  { services, typed, chosen, error }: Refusal<unknown, unknown>,
  access: TaskAccess,
  readBeside: ReadBeside,
  form: string,
): Promise<Reply> {
  return drawTaskPage(services, access, readBeside, { refused: { form, typed, chosen, errors: formErrors(error) } })
}
