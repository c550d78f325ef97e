// A database of the benchmark's own, so that it never writes into one that somebody uses.
import { randomBytes } from 'node:crypto'
import pg from 'pg'

/**
 * Creates an empty database on the server of `url`.
 * @param {string} url
 * @returns {Promise<{ url: string, drop: () => Promise<void> }>}
 */
export async function createDatabaseBeside(url) {
  const name = `taskflow_bench_${randomBytes(6).toString('hex')}`
  await run(url, `CREATE DATABASE ${name}`)
  const created = new URL(url)
  created.pathname = `/${name}`
  return { url: created.href, drop: () => run(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

/**
 * @param {string} url
 * @param {string} sql
 */
async function run(url, sql) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
