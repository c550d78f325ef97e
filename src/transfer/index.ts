export { routes as transferRoutes } from './transfer.routes.ts'
