export { inboxState } from './notifications.queries.ts'
export { routes as notificationRoutes } from './notifications.routes.ts'
export { socketEvents as notificationSocketEvents } from './notifications.sockets.ts'
export { notifyMentioned } from './notify-mentioned.ts'
