export { activityFields, recordActivity, type Deed, type TaskDeed } from './activity.ts'
export { asActivity, readActivityChanges, type ActivityView } from './activity-changes.ts'
export { taskActivity } from './activity.queries.ts'
export { routes as activityRoutes } from './activity.routes.ts'
export { boardChanges, boardParams, newBoard } from './board-fields.ts'
export { changeBoard } from './change-board.ts'
export { deleteBoard, longestDeletionMs } from './delete-board.ts'
export { boardChannels } from './board-channels.ts'
export type { ReadBoardChanges } from './board-changes.ts'
export { boardCrumb } from './board-crumb.ts'
export { readBoardDetailsChanges } from './board-details-changes.ts'
export { lockForEditing, lockForManaging } from './board-lock.ts'
export { lockBoard, nextBoardVersion } from './board-version.ts'
export {
  boardEditor,
  boardManager,
  boardOwner,
  boardReader,
  canEdit,
  canManage,
  findBoardAccess,
  grantBoardAccess,
  mayOnlyLook,
  requireEditing,
  requireManaging,
  type BoardAccess,
  type BoardEditing,
  type BoardKey,
  type BoardManaging,
  type BoardOwning,
} from './boards.policy.ts'
export { boardsWithRooms, findBoard, type BoardView, type MyRoom } from './boards.queries.ts'
export { boardSocketEvents } from './boards.sockets.ts'
export { routes as boardApiRoutes } from './boards-api.routes.ts'
export { routes as boardRoutes } from './boards.routes.ts'
export { createBoard } from './create-board.ts'
export { leaveRooms, roomsLeft } from './leave-rooms.ts'
export { setBoardMuted } from './mute-board.ts'
export {
  facesOf,
  findMember,
  memberIdsOf,
  membersById,
  membersByPrefix,
  peopleByPrefix,
  membersByUsername,
  membersOf,
  type Faces,
  type MemberView,
} from './members.queries.ts'
export { enterOpenRooms, fillOpenRoom } from './room-membership.ts'
export { routes as settingsRoutes } from './settings.routes.ts'
export { drawSettings, type SettingsFormState } from './settings-page.ts'
export { tellSidebars, tellSidebarsOf } from './tell-sidebars.ts'
