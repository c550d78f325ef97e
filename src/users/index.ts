export { createUser, prepareAccount, type PreparedAccount } from './create-user.ts'
export { passwordFits } from './password.ts'
export { caseKey, newAccount, username } from './user-fields.ts'
export { findAccount, findActor, hasAnyUser, personFields } from './users.queries.ts'
