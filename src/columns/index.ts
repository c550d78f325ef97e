export { routes as archiveRoutes } from './archive.routes.ts'
export { readColumnChanges } from './column-changes.ts'
export { routes as columnApiRoutes } from './columns-api.routes.ts'
export { routes as columnRoutes } from './columns.routes.ts'
