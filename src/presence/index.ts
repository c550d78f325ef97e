export { socketEvents as presenceSocketEvents } from './presence.sockets.ts'
export { watchPresence } from './presence.ts'
