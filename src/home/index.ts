export { routes as homeRoutes } from './home.routes.ts'
