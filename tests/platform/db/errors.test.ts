import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isUniqueViolation, openDatabase, type Db } from '../../../src/platform/db/index.ts'
import { databaseKinds, testDatabase, type TestDatabase } from '../../support/databases.ts'
import { createRoom, createUser, messageRow } from './rows.ts'

describe.each(databaseKinds())('errors of %s', (kind) => {
  let database: TestDatabase
  let db: Db
  beforeAll(async () => {
    database = await testDatabase(kind)
    db = await openDatabase(database.url)
  })
  afterAll(async () => {
    await db.$disconnect()
    await database.drop()
  })

  async function failure(query: Promise<unknown>): Promise<unknown> {
    return query.then(
      () => expect.fail('the query succeeded'),
      (error: unknown) => error,
    )
  }

  test('a taken unique column is a unique violation', async () => {
    const { username } = await createUser(db)
    const error = await failure(createUser(db, username))
    expect(error).toMatchObject({ code: 'P2002' })
    expect(isUniqueViolation(error)).toBe(true)
  })

  test('a taken combination of columns is a unique violation', async () => {
    const room = await createRoom(db)
    await db.chatMessage.create({ data: messageRow(room, 1) })
    expect(isUniqueViolation(await failure(db.chatMessage.create({ data: messageRow(room, 1) })))).toBe(true)
  })

  test('a taken primary key is a unique violation', async () => {
    const id = crypto.randomUUID()
    await db.outboxEntry.create({ data: { id, job: 'a job', payload: '{}' } })
    expect(isUniqueViolation(await failure(db.outboxEntry.create({ data: { id, job: 'a job', payload: '{}' } })))).toBe(
      true,
    )
  })

  test('raw SQL fails with a recognisable unique violation, too', async () => {
    const id = crypto.randomUUID()
    const insert = () => db.$executeRaw`INSERT INTO "Installation" ("id", "createdAt") VALUES (${id}, ${new Date()})`
    await insert()
    expect(isUniqueViolation(await failure(insert()))).toBe(true)
  })

  test('a row that points to nothing is refused, and that is no unique violation', async () => {
    const error = await failure(db.board.create({ data: { name: 'No owner', createdById: 999_999 } }))
    expect(error).toMatchObject({ code: 'P2003' })
    expect(isUniqueViolation(error)).toBe(false)
  })

  test('a row that others point to cannot be deleted', async () => {
    const room = await createRoom(db)
    expect(await failure(db.user.delete({ where: { id: room.createdById } }))).toMatchObject({ code: 'P2003' })
  })

  test('changing a row that is not there says so', async () => {
    const error = await failure(db.board.update({ where: { id: 999_999 }, data: { name: 'Nothing' } }))
    expect(error).toMatchObject({ code: 'P2025' })
  })

  test('wrong SQL fails as a raw query and leaves the connection usable', async () => {
    expect(await failure(db.$queryRaw`SELECT nothing FROM nowhere`)).toMatchObject({ code: 'P2010' })
    expect(await db.board.count({ where: { id: -1 } })).toBe(0)
  })

  test('a connection survives its failures: a hundred in a row leave it usable', async () => {
    const { username } = await createUser(db)
    const errors = await Promise.all(Array.from({ length: 100 }, () => failure(createUser(db, username))))
    expect(errors.every(isUniqueViolation)).toBe(true)
    expect(await createUser(db)).toMatchObject({ isDisabled: false })
  })
})

test('other failures are no unique violations', () => {
  for (const other of [undefined, null, 'P2002', new Error('UNIQUE'), { code: 'P2010' }, { code: 'P2010', meta: {} }]) {
    expect(isUniqueViolation(other)).toBe(false)
  }
})
