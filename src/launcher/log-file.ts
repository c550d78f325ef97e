import { appendFileSync, closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync } from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'

/** What has no end of a line for so long is not waited for. */
const longestLineChars = 64 * 1024
/** A file that could not be put away is tried again after so much more. */
const tryAgainAfterBytes = 1024 * 1024

export interface LogFilePlan {
  /** Its folder is made. */
  file: string
  /** When the file would become larger than this it is put away, and a new one begun. */
  maxBytes: number
  /** So many that were put away stay: `<name>.1.log`, the youngest, and so on. */
  kept: number
}

/**
 * A log of bounded size, written by this process alone: what it holds is never lost between two files, and a line is never torn. Each
 * line is with the system when `write` returns, so that the last words before a crash are there.
 */
export class LogFile {
  readonly #plan: LogFilePlan
  #descriptor: number
  #bytes: number
  #putAwayAtBytes: number

  constructor(plan: LogFilePlan) {
    this.#plan = plan
    this.#putAwayAtBytes = plan.maxBytes
    mkdirSync(path.dirname(plan.file), { recursive: true })
    this.#descriptor = openSync(plan.file, 'a')
    this.#bytes = fstatSync(this.#descriptor).size
  }

  /** `text` is one or more whole lines. A disk that is full costs lines, not the instance. */
  write(text: string): void {
    const bytes = Buffer.from(text)
    if (this.#bytes > 0 && this.#bytes + bytes.length > this.#putAwayAtBytes) this.#putAway()
    try {
      appendFileSync(this.#descriptor, bytes)
      this.#bytes += bytes.length
    } catch {
      this.#bytes = fstatSync(this.#descriptor).size
    }
  }

  /** Writes what comes out of a stream, line by line, until it ends. */
  follow(stream: Readable): void {
    let unfinished = ''
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      unfinished += text
      const end = unfinished.length > longestLineChars ? unfinished.length : unfinished.lastIndexOf('\n') + 1
      if (end > 0) this.write(unfinished.slice(0, end))
      unfinished = unfinished.slice(end)
    })
    stream.on('end', () => unfinished && this.write(`${unfinished}\n`))
    stream.on('error', () => undefined)
  }

  /** On Windows a program that has a file open may keep it from being renamed: then it goes on growing for a while. */
  #putAway(): void {
    closeSync(this.#descriptor)
    try {
      this.#moveUp()
      this.#putAwayAtBytes = this.#plan.maxBytes
    } catch {
      this.#putAwayAtBytes = this.#bytes + tryAgainAfterBytes
    }
    this.#descriptor = openSync(this.#plan.file, 'a')
    this.#bytes = fstatSync(this.#descriptor).size
  }

  /** The oldest is replaced by the one before it. */
  #moveUp(): void {
    for (let age = this.#plan.kept; age >= 1; age--) {
      const younger = this.#nameOf(age - 1)
      if (existsSync(younger)) renameSync(younger, this.#nameOf(age))
    }
  }

  #nameOf(age: number): string {
    const { dir, name, ext } = path.parse(this.#plan.file)
    return age === 0 ? this.#plan.file : path.join(dir, `${name}.${age}${ext}`)
  }
}
