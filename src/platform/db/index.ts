export type {
  Board,
  BoardMember,
  ChatMessage,
  ChatRoom,
  Column,
  Installation,
  MessageMention,
  Notification,
  OutboxEntry,
  Prisma,
  Task,
  User,
  UserTypingStatus,
} from '../../generated/sqlite/client.ts'
export { BoardRole, LabelColour, NotificationType, TaskPriority } from '../../generated/sqlite/enums.ts'
export { startCheckpoints } from './checkpoints.ts'
export { containing } from './containing.ts'
export { databaseFacts, type DatabaseFacts } from './database-facts.ts'
export { databaseKind, type DatabaseKind } from './database-kind.ts'
export { isExpiredTransaction } from './expired-transaction.ts'
export { insertMany, type InsertOptions, type NewRow, type Row } from './insert-many.ts'
export { inspectDatabase, type DatabaseContents, type DatabaseState } from './inspect-database.ts'
export { kindOf } from './kind-of.ts'
export { migrate, type MigrationResult } from './migrate.ts'
export { MigrationError } from './migration-error.ts'
export { openDatabase, type DatabaseOptions, type Db, type Tx } from './open-database.ts'
export { readMany, type Columns } from './read-many.ts'
export { sqlDeletionLock, sqlReferenceLock, sqlRowLock } from './row-lock.ts'
export { setRanks } from './set-ranks.ts'
export { isMissingRow } from './missing-row.ts'
export { sql, sqlList, type Sql } from './sql-list.ts'
export { sqlRows } from './sql-rows.ts'
export { isUniqueViolation } from './unique-violation.ts'
export { warmUp } from './warm-up.ts'
