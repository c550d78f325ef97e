import { expect, test } from 'vitest'
import { databaseKinds, prismaProviders, schemaText } from '../../../scripts/prisma-schema.mjs'
import { schemaChanges } from '../../../scripts/schema-changes.mjs'

test.each(databaseKinds)('prisma/schema.prisma has no change that lacks a migration for %s', async (kind) => {
  expect(await schemaChanges(kind), 'run: npm run migration -- what_changed').toBeNull()
})

test('the Postgres schema differs in its provider and its folder alone', () => {
  const [sqlite, postgres] = [schemaText('sqlite').split('\n'), schemaText('postgres').split('\n')]
  const changed = postgres.filter((line, index) => line !== sqlite[index]).map((line) => line.trim().split(/\s+=\s+/))
  expect(changed).toEqual([
    ['output', '"../src/generated/postgres"'],
    ['provider', `"${prismaProviders.postgres}"`],
  ])
})

test('a schema without its SQLite provider is refused', () => {
  expect(() => schemaText('postgres', 'generator client {}')).toThrow('exactly once')
})
