import { boardParams, boardReader, findBoard } from '../boards/index.ts'
import { signedIn } from '../platform/door.ts'
import { TooLarge, type ExpectedError } from '../platform/errors.ts'
import { formErrors } from '../platform/http/form-errors.ts'
import { json, page, redirect, type Reply } from '../platform/http/reply.ts'
import { route } from '../platform/http/route.ts'
import type { Limit } from '../platform/limits.ts'
import { exportCsv, exportJson } from './export-board.ts'
import { importFile } from './import-file.ts'
import { UnfitFile } from './read-board-file.ts'
import { importOptions, largestFileBytes } from './transfer-fields.ts'
import { findImport } from './transfer.queries.ts'

/** Counted apart from what people make by hand; trying a file again and again is a wish to get it right. */
const imports: Limit = { name: 'import', points: 120, seconds: 60 }

/** A whole board is read for each. */
const exports: Limit = { name: 'export', points: 60, seconds: 60 }

const jsonFile = route({
  method: 'get',
  path: '/boards/:boardId/export.json',
  params: boardParams,
  door: boardReader,
  limit: exports,
  handle: ({ services, access }) => exportJson(services, access),
})

const csvFile = route({
  method: 'get',
  path: '/boards/:boardId/export.csv',
  params: boardParams,
  door: boardReader,
  limit: exports,
  handle: ({ services, access }) => exportCsv(services, access),
})

const jsonFileApi = route({
  method: 'get',
  path: '/api/v1/boards/:boardId/export',
  params: boardParams,
  door: boardReader,
  limit: exports,
  handle: ({ services, access }) => exportJson(services, access),
})

const csvFileApi = route({
  method: 'get',
  path: '/api/v1/boards/:boardId/export.csv',
  params: boardParams,
  door: boardReader,
  limit: exports,
  handle: ({ services, access }) => exportCsv(services, access),
})

const importPage = route({ method: 'get', path: '/boards/import/', door: signedIn, handle: () => drawImport({}, {}) })

const importForm = route({
  method: 'post',
  path: '/boards/import/',
  input: importOptions,
  door: signedIn,
  upload: { as: 'file', largestBytes: largestFileBytes },
  limit: imports,
  handle: async ({ services, access: importer, input, file }) => {
    const { id, unassigned } = await importFile(services, importer, file, input)
    return redirect(unassigned.length > 0 ? `/boards/${id}/imported/` : `/boards/${id}/`)
  },
  refuse: ({ typed, error }) => drawImport(typed, errorsOf(error)),
})

const importApi = route({
  method: 'post',
  path: '/api/v1/boards/import',
  input: importOptions,
  door: signedIn,
  upload: { as: 'body', largestBytes: largestFileBytes },
  limit: imports,
  handle: async ({ services, access: importer, input, file }) => {
    const { id, name, unassigned } = await importFile(services, importer, file, input)
    return json({ board: { id, name }, unassigned }, 201)
  },
})

/** What an import could not keep. */
const importedPage = route({
  method: 'get',
  path: '/boards/:boardId/imported/',
  params: boardParams,
  door: boardReader,
  handle: async ({ services, access }) => {
    const imported = await findImport(services.db, access)
    if (!imported) return redirect(`/boards/${access.boardId}/`)
    const board = await findBoard(services.db, access)
    return page('transfer/imported', {
      title: `${board.name} is here`,
      breadcrumbs: [{ name: board.name, href: `/boards/${board.id}/` }, { name: 'Imported' }],
      currentBoardId: board.id,
      locals: { board, unassigned: imported.unassigned },
    })
  },
})

function drawImport(values: Record<string, string>, errors: Record<string, string>): Reply {
  return page('transfer/import', {
    title: 'Import a board',
    breadcrumbs: [{ name: 'New board', href: '/boards/create/' }, { name: 'Import' }],
    locals: { values, errors, largestMegabytes: largestFileBytes / 1024 / 1024 },
  })
}

// What is wrong inside the file stands at the field of the file, each with its place.
function errorsOf(error: ExpectedError): Record<string, string> {
  if (error instanceof TooLarge) return { file: error.message }
  if (!(error instanceof UnfitFile)) return formErrors(error)
  const { file = error.message, ...places } = error.fields ?? {}
  const inFile = Object.entries(places).map(([place, message]) => [`in file: ${place}`, `${place}: ${message}`])
  return { file, ...Object.fromEntries(inFile) }
}

export const routes = [jsonFile, csvFile, jsonFileApi, csvFileApi, importPage, importForm, importApi, importedPage]
