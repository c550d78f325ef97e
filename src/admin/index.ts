export { routes as adminRoutes } from './admin.routes.ts'
export { adminModels } from './models/index.ts'
export { recordDeed } from './audit.ts'
export { recordQueueDeed } from './record-queue-deed.ts'
