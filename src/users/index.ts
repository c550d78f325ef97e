export {
  deleteUser,
  disableUser,
  enableUser,
  endSessions,
  promoteUser,
  replacePassword,
  setEmail,
  setPassword,
  setSiteAdmin,
  tracesOf,
} from './administer-users.ts'
export { endConnections } from './end-connections.ts'
export { createUser, prepareAccount, type PreparedAccount } from './create-user.ts'
export { hashPassword, passwordFits, requireHashing } from './password.ts'
export { caseKey, email, newAccount, newPassword, username } from './user-fields.ts'
export { findAccount, findActor, hasAnyUser, personFields } from './users.queries.ts'
export { keepTimeZone } from './keep-time-zone.ts'
