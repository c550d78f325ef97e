export { routes as paletteRoutes } from './palette.routes.ts'
