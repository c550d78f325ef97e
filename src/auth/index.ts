export { routes as authRoutes } from './auth.routes.ts'
