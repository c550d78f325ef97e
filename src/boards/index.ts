export { activityFields, recordActivity, type Deed, type TaskDeed } from './activity.ts'
export { asActivity, readActivityChanges, type ActivityView } from './activity-changes.ts'
export { taskActivity } from './activity.queries.ts'
export { routes as activityRoutes } from './activity.routes.ts'
export { boardParams } from './board-fields.ts'
export { readMemberChanges, type ReadBoardChanges } from './board-changes.ts'
export { lockBoard, nextBoardVersion } from './board-version.ts'
export {
  boardEditor,
  boardReader,
  canEdit,
  canManage,
  findBoardAccess,
  grantBoardAccess,
  requireEditing,
  type BoardAccess,
  type BoardEditing,
  type BoardKey,
} from './boards.policy.ts'
export { boardsWithRooms, findBoard, type BoardView } from './boards.queries.ts'
export { boardSocketEvents } from './boards.sockets.ts'
export { routes as boardApiRoutes } from './boards-api.routes.ts'
export { routes as boardRoutes } from './boards.routes.ts'
export { createBoard } from './create-board.ts'
export { addMember } from './members.ts'
export { facesOf, membersById, membersByPrefix, membersByUsername, membersOf } from './members.queries.ts'
