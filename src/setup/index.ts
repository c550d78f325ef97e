export { setupRoutes, type InstallationFacts } from './setup.routes.ts'
