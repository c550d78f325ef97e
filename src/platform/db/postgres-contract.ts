// For the compiler only: it fails here when the Postgres client stops fitting the types of the SQLite client, which all
// code is written against. Rows read from Postgres must be good as SQLite's; inputs written for SQLite good for Postgres.
import type { Prisma as Postgres, PrismaClient as PostgresClient } from '../../generated/postgres/client.ts'
import type { Prisma as Sqlite, PrismaClient as SqliteClient } from '../../generated/sqlite/client.ts'

type Fits<Given extends Wanted, Wanted> = Given

/** Every model is there, by the same name. */
export type SameModels = Fits<Postgres.ModelName, Sqlite.ModelName> | Fits<Sqlite.ModelName, Postgres.ModelName>

type SqliteModels = Sqlite.TypeMap['model']
type PostgresModels = Postgres.TypeMap['model']

type SqliteRows = { [Name in Sqlite.ModelName]: SqliteModels[Name]['payload']['scalars'] }
type PostgresRows = { [Name in Sqlite.ModelName]: PostgresModels[Name]['payload']['scalars'] }

/** What is read. */
export type RowsFit = Fits<PostgresRows, SqliteRows>

// Not compared are whole argument types: Prisma's type for unique conditions does not even fit its own copy under
// exactOptionalPropertyTypes.
type SqliteInputs = {
  [Name in Sqlite.ModelName]: {
    where: SqliteModels[Name]['operations']['deleteMany']['args']['where']
    orderBy: SqliteModels[Name]['operations']['findMany']['args']['orderBy']
    created: SqliteModels[Name]['operations']['createMany']['args']['data']
    changed: SqliteModels[Name]['operations']['updateMany']['args']['data']
  }
}
type PostgresInputs = {
  [Name in Sqlite.ModelName]: {
    where: PostgresModels[Name]['operations']['deleteMany']['args']['where']
    orderBy: PostgresModels[Name]['operations']['findMany']['args']['orderBy']
    created: PostgresModels[Name]['operations']['createMany']['args']['data']
    changed: PostgresModels[Name]['operations']['updateMany']['args']['data']
  }
}

/** What is asked and written. */
export type InputsFit = Fits<SqliteInputs, PostgresInputs>

/** Nothing is called on the client that Postgres's lacks. */
export type SameMethods = Fits<keyof SqliteClient, keyof PostgresClient>
