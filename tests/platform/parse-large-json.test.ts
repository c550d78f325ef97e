import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { parseLargeJson } from '../../src/platform/parse-large-json.ts'

const parse = (text: string, deepest = 10): Promise<object> => parseLargeJson(Buffer.from(text), deepest)

const row = { title: 'ä "quoted" \\ back\\\\slash, [not] {a} list 🐦', parts: [1, [2, { three: '],[' }]], end: '\\' }
const objects: object[] = [
  {},
  { a: [] },
  { a: [1], b: [], c: [[]], d: {}, e: null, f: '[', g: 1e3 },
  { a: { b: [1, 2, { c: [] }] }, 'list[0]': ['"', '\\"', ','] },
  { rows: Array.from({ length: 5000 }, (_, place) => ({ ...row, place })), end: [1, 2, 3] },
  { numbers: Array.from({ length: 400_000 }, (_, place) => place) },
  JSON.parse('{"__proto__": [1], "constructor": {"a": []}}') as object,
]

test.each(objects.map((object, place) => [place, object] as const))(
  'object %i is what JSON.parse makes of it',
  async (_, object) => {
    for (const text of [JSON.stringify(object), `\u{feff} \n${JSON.stringify(object, null, 2)}\n`])
      expect(await parse(text)).toEqual(object)
  },
)

test('of a name that is given twice the last counts, as for JSON.parse', async () => {
  const text = '{"a": [1, 2], "b": 1, "a": [3]}'
  expect(await parse(text)).toEqual(JSON.parse(text))
})

const malformed = [
  '{"a": [1,]}',
  '{"a": [,1]}',
  '{"a": [1 2]}',
  '{"a": [1}}',
  '{"a": {"b": 1]}',
  '{"a": [1]]',
  '{"a": [1], }',
  '{"a": [1]} x',
  '{"a": [1]}{}',
  '{"a" [1]}',
  '{a: [1]}',
  '{"a": [1]',
  '{"a": "',
  '{"a": "\\',
  "{'a': 1}",
  '{"a": 01}',
  '{"a": [1]]}',
  '{"a": NaN}',
  '',
  '7',
  'null',
]

test.each(malformed)('%j is refused', async (text) => {
  await expect(parse(text)).rejects.toMatchObject({ code: 'invalid' })
})

test('each cut of a document is refused', async () => {
  const text = JSON.stringify({ a: [{ b: 'c\\"' }, 1], d: { e: [true] } })
  for (let length = 0; length < text.length; length += 1)
    await expect(parse(text.slice(0, length)), text.slice(0, length)).rejects.toMatchObject({ code: 'invalid' })
})

test('a mistake far inside is told with its line', async () => {
  const lines = Array.from({ length: 20_000 }, (_, place) => JSON.stringify({ ...row, place }))
  lines[15_000] = '{"title": oops}'
  await expect(parse(`{"rows": [\n${lines.join(',\n')}\n]}`)).rejects.toThrow('near line 15002')
})

test('the depth is counted, but not in texts', async () => {
  expect(await parse('{"a":[[["[[[[[["]]]}', 4)).toEqual({ a: [[['[[[[[[']]] })
  await expect(parse('{"a":[[[[]]]]}', 4)).rejects.toThrow('more than 4 levels deep')
})

test('others have their turn while ten megabytes are read', async () => {
  const text = JSON.stringify({ rows: Array.from({ length: 40_000 }, (_, place) => ({ ...row, place })) })
  let turns = 0
  let isDone = false
  const reading = parse(text).finally(() => (isDone = true))
  while (!isDone) {
    turns += 1
    await nextTurn()
  }
  await reading
  expect(text.length).toBeGreaterThan(4_000_000)
  expect(turns).toBeGreaterThan(text.length / 300_000)
})
