import { createInterface } from 'node:readline/promises'
import { randomBytes } from 'node:crypto'
import { Writable } from 'node:stream'
import * as z from 'zod'
import { recordDeed } from '../admin/index.ts'
import { insertMany, migrate, openDatabase, type Db, type Tx } from '../platform/db/index.ts'
import { ExpectedError } from '../platform/errors.ts'
import { outboxEntry } from '../platform/jobs/outbox-entry.ts'
import { OperatorError } from '../platform/lifecycle.ts'
import {
  caseKey,
  createUser,
  endConnections,
  hashPassword,
  newPassword,
  promoteUser,
  replacePassword,
  username,
} from '../users/index.ts'
import type { Config } from './config.ts'

const usage = `Usage:
  npm run admin -- create <username>          makes an administrator's account
  npm run admin -- promote <username>         makes an account an administrator, and lets it sign in
  npm run admin -- reset-password <username>  gives an account another password, and ends its sessions
The password is asked for, or read from standard input; an empty line has one made.`

const commandLine = z.tuple([z.enum(['create', 'promote', 'reset-password']), username])

/** What a command has done, and with which password where it made one. */
interface Outcome {
  words: string
  madePassword?: string | undefined
}

/**
 * For whoever is locked out, at the machine itself: works on the database alone, whether TaskFlow runs or not.
 * @param args the command and the username
 * @returns what to print
 * @throws {OperatorError} with one sentence on what is wrong
 */
export async function runAdminCommand(config: Config, args: string[]): Promise<string> {
  const parsed = commandLine.safeParse(args)
  if (!parsed.success) throw new OperatorError(usage)
  const [command, name] = parsed.data
  await migrate(config.databaseUrl)
  const db = await openDatabase(config.databaseUrl)
  try {
    const { words, madePassword } = await commands[command](db, name)
    return madePassword === undefined ? words : `${words}\nPassword: ${madePassword} (it is shown this once)`
  } catch (error) {
    throw error instanceof ExpectedError ? new OperatorError(error.message) : error
  } finally {
    await db.$disconnect()
  }
}

const commands: Record<z.output<typeof commandLine>[0], (db: Db, name: string) => Promise<Outcome>> = {
  async create(db, name) {
    if (await findId(db, name))
      throw new OperatorError(
        `There is an account called ${name}: \`npm run admin -- promote ${name}\` makes it an administrator.`,
      )
    const { password, madePassword } = await takePassword()
    const account = { username: name, displayName: name, email: undefined, passwordHash: await hashPassword(password) }
    await db.$transaction(async (tx) => {
      const { id } = await createUser(tx, account, { isSiteAdmin: true })
      await record(tx, 'add', id, name)
    })
    return { words: `${name} is an administrator and may sign in.`, madePassword }
  },
  async promote(db, name) {
    const id = await getId(db, name)
    await db.$transaction(async (tx) => {
      await promoteUser(tx, id)
      await record(tx, 'make-administrator', id, name)
    })
    return { words: `${name} is an administrator and may sign in.` }
  },
  async 'reset-password'(db, name) {
    const id = await getId(db, name)
    const { password, madePassword } = await takePassword()
    const passwordHash = await hashPassword(password)
    await db.$transaction(async (tx) => {
      await replacePassword(tx, id, passwordHash)
      await insertMany(tx, 'OutboxEntry', [outboxEntry(endConnections, { userId: id })])
      await record(tx, 'set-password', id, name)
    })
    return { words: `${name} has a new password; all sessions with the old one have ended.`, madePassword }
  },
}

async function findId(db: Db, name: string): Promise<number | undefined> {
  const found = await db.user.findUnique({ where: { usernameKey: caseKey(name) }, select: { id: true } })
  return found?.id
}

async function getId(db: Db, name: string): Promise<number> {
  const id = await findId(db, name)
  if (id === undefined) throw new OperatorError(`There is no account called ${name}.`)
  return id
}

function record(tx: Tx, deed: string, id: number, name: string): Promise<void> {
  return recordDeed(tx, 'command line', { model: 'users', deed, key: String(id), title: name })
}

/** Asks for a password, without showing it, or reads the first line of what is piped in. */
async function takePassword(): Promise<{ password: string; madePassword?: string }> {
  const line = await readLine('New password (empty: one is made): ')
  if (line === '') {
    const madePassword = randomBytes(12).toString('base64url')
    return { password: madePassword, madePassword }
  }
  const { data: password, error } = newPassword.safeParse(line)
  if (password === undefined) throw new OperatorError(`The password ${error?.issues[0]?.message}.`)
  return { password }
}

async function readLine(question: string): Promise<string> {
  const isTerminal = process.stdin.isTTY
  if (isTerminal) process.stdout.write(question)
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: unseen, terminal: isTerminal })
  try {
    for await (const line of reader) return line
    // Ctrl+C and Ctrl+D at the question: who thinks better of it has not asked for a password to be made.
    if (isTerminal) throw new OperatorError('Nothing was changed.')
    return ''
  } finally {
    reader.close()
    if (isTerminal) process.stdout.write('\n')
  }
}
