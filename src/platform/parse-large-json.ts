import { isUtf8 } from 'node:buffer'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Invalid } from './errors.ts'

/** About as much as is looked at, or parsed, in one turn of the event loop: two milliseconds. */
const bytesPerTurn = 256 * 1024
/** The longest piece that is parsed in one go. */
const longestPieceBytes = 2 * 1024 * 1024

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d]

/** Where the elements of a list stand in the bytes, cut between elements. */
type Pieces = [start: number, end: number][]

/**
 * Parses a JSON object of many megabytes in small turns, so that the process answers others meanwhile: the lists that are its direct
 * members are cut between their elements, and each piece is parsed alone. The depth is known before anything is parsed.
 * @param deepest how many braces and brackets may be open at once
 * @throws {Invalid} saying where it is not JSON, or that it is nested too deeply
 */
export async function parseLargeJson(bytes: Buffer, deepest: number): Promise<object> {
  const text = bytes.subarray(bytes[0] === 0xef ? 3 : 0)
  if (!isUtf8(text)) throw new Invalid('It is not text in UTF-8.')
  if (!/^\s*\{/.test(text.toString('latin1', 0, 1000)))
    throw new Invalid('It is no JSON object: it has to begin with “{”.')
  const lists = await findLists(text, deepest)
  const parsed = parsePiece(skeletonOf(text, lists)) as object | undefined
  if (!parsed) throw notJson('')
  const members = Object.entries(parsed).map(async ([name, value]): Promise<[string, unknown]> => {
    const list = Array.isArray(value) ? lists[Number(value[0])] : undefined
    return [name, list ? await parseList(text, list) : value]
  })
  return Object.fromEntries(await Promise.all(members))
}

/** Reads brackets and strings, byte by byte, and notes where the lists directly in the object are, in pieces of this many bytes or more. */
async function findLists(text: Buffer, deepest: number, shortestPiece = bytesPerTurn): Promise<Pieces[]> {
  const lists: Pieces[] = []
  let list: Pieces | undefined
  let pieceStart = 0
  let depth = 0
  let isInString = false
  for (let at = 0; at < text.length; at += 1) {
    if (at % bytesPerTurn === 0) await nextTurn()
    const byte = text[at]
    if (isInString) {
      if (byte === backslash) at += 1
      else if (byte === quote) isInString = false
    } else if (byte === quote) isInString = true
    else if (byte === openBrace || byte === openBracket) {
      depth += 1
      if (depth > deepest) throw new Invalid(`It is nested more than ${deepest} levels deep${nearLine(text, at)}.`)
      if (depth !== 2 || byte !== openBracket) continue
      lists.push((list = []))
      pieceStart = at + 1
    } else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1
      if (depth !== 1 || !list) continue
      list.push([pieceStart, at])
      list = undefined
    } else if (byte === comma && depth === 2 && list && at - pieceStart >= shortestPiece) {
      list.push([pieceStart, at])
      pieceStart = at + 1
    }
  }
  if (depth > 0 || isInString) throw new Invalid('It ends in the middle: it was not copied or saved whole.')
  return lists
}

/** The object with the number of each list in the place of the list's elements. */
function skeletonOf(text: Buffer, lists: Pieces[]): string {
  let copiedTo = 0
  let skeleton = ''
  for (const [number, list] of lists.entries()) {
    skeleton += `${text.toString('utf8', copiedTo, list[0]?.[0])}${number}`
    copiedTo = list.at(-1)?.[1] ?? copiedTo
  }
  return skeleton + text.toString('utf8', copiedTo)
}

async function parseList(text: Buffer, pieces: Pieces): Promise<unknown[]> {
  const parsed: unknown[][] = []
  for (const [start, end] of pieces) {
    await nextTurn()
    const elements = parsePiece(`[${text.toString('utf8', start, end)}]`) as unknown[] | undefined
    const isMistaken = elements === undefined || (elements.length === 0 && pieces.length > 1)
    if (isMistaken) throw notJson(nearLine(text, start + (await firstMistake(text.subarray(start, end)))))
    parsed.push(elements)
  }
  return parsed.flat()
}

/** @returns where, in a piece of a list, the first element begins that is not JSON */
async function firstMistake(piece: Buffer): Promise<number> {
  const opening = '{"":['
  const [elements = []] = await findLists(Buffer.concat([Buffer.from(opening), piece, Buffer.from(']}')]), Infinity, 0)
  for (const [start, end] of elements) {
    const at = start - opening.length
    const element = piece.toString('utf8', at, end - opening.length)
    if (parsePiece(element) === undefined) return at + element.length - element.trimStart().length
  }
  return 0
}

/** @returns undefined when it is not JSON */
function parsePiece(piece: string): unknown {
  if (piece.length > longestPieceBytes) throw new Invalid('One entry of it is far too long.')
  try {
    return JSON.parse(piece)
  } catch {
    return undefined
  }
}

function notJson(place: string): Invalid {
  return new Invalid(`It is not well-formed JSON${place}.`)
}

function nearLine(text: Buffer, at: number): string {
  const line = text.toString('latin1', 0, at).split('\n').length
  return `, near line ${line}`
}
