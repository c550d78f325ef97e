export { routes as boardPageRoutes } from './board-page.routes.ts'
