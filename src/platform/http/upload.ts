import express, { type Request, type Response } from 'express'
import { ExpectedError, Invalid, RateLimited, TooLarge } from '../errors.ts'
import type { Csrf } from './csrf.ts'

/**
 * A file that a route takes: `as: 'file'` in the field `file` of a form (multipart/form-data), `as: 'body'` as the request's JSON body,
 * which is then handed over unparsed.
 */
export interface UploadRule {
  as: 'file' | 'body'
  largestBytes: number
}

/** Reads the files of requests, once the door is passed. */
export type ReceiveUpload = (rule: UploadRule, req: Request, res: Response) => Promise<Buffer | undefined>

/** How many files a process reads at once: each is held in memory. */
const mostAtOnce = 8

/** Makes what reads uploads: of a form's file not a byte is kept before the form's token has been looked at. */
export function createUploads(csrf: Csrf): ReceiveUpload {
  let underWay = 0
  return async (rule, req, res) => {
    if (underWay >= mostAtOnce)
      throw new RateLimited(10, 'Several files are being read just now. Try again in a moment.')
    underWay += 1
    try {
      return await (rule.as === 'file' ? readForm(rule, req, res, csrf) : readBody(rule, req, res))
    } finally {
      underWay -= 1
    }
  }
}

/** Whether the token of this request stands in a body that is still to be read. */
export function carriesTokenInUpload(rule: UploadRule | undefined, req: Request): boolean {
  return rule?.as === 'file' && Boolean(req.is('multipart/form-data'))
}

// The fields are left in `req.body`, as by any form, also when the file is refused: those that stand before it.
async function readForm({ largestBytes }: UploadRule, req: Request, res: Response, csrf: Csrf) {
  if (!req.is('multipart/form-data')) return undefined
  const { default: multer } = await import('multer')
  const read = multer({
    storage: multer.memoryStorage(),
    limits: {
      fileSize: largestBytes,
      files: 1,
      fields: 8,
      fieldSize: 16 * 1024,
      fieldNameSize: 100,
      fieldNestingDepth: 0,
    },
    fileFilter(_req, _file, decide) {
      csrf.check(req, res).then((error) => (error ? decide(error) : decide(null, true)), decide)
    },
  }).single('file')
  await new Promise<void>((resolve, reject) => {
    void read(req, res, (error?: unknown) => (error ? reject(asRefusal(error, largestBytes)) : resolve()))
  })
  const csrfError = await csrf.check(req, res)
  if (csrfError) throw csrfError
  return req.file?.buffer
}

// What the parser of a form throws, other than a limit's code, is a malformed body or a connection that was cut.
function asRefusal(error: unknown, largestBytes: number): unknown {
  if (error instanceof ExpectedError) return error
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'LIMIT_FILE_SIZE') return tooLarge(largestBytes)
  return new Invalid('The form could not be read.', undefined, { cause: error })
}

async function readBody({ largestBytes }: UploadRule, req: Request, res: Response): Promise<Buffer | undefined> {
  const read = express.raw({ type: 'application/json', limit: largestBytes })
  await new Promise<void>((resolve, reject) => {
    read(req, res, (error?: unknown) => (error ? reject(error) : resolve()))
  })
  const body: unknown = req.body
  req.body = undefined
  return Buffer.isBuffer(body) ? body : undefined
}

function tooLarge(largestBytes: number): TooLarge {
  return new TooLarge(`The file may have ${Math.round(largestBytes / 1024 / 1024)} MB at most. Nothing of it was kept.`)
}
