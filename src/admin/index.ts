export { routes as adminRoutes } from './admin.routes.ts'
