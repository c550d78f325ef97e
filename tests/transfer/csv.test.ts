import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { makeOddBoard, oddTexts } from '../support/board-file.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'

/** Reads CSV by RFC 4180, letter by letter. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    const [cell, end] = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at)
    row.push(cell)
    if (text[end] === ',') at = end + 1
    else {
      if (text.slice(end, end + 2) !== '\r\n') throw new Error(`no row ends at ${end}: ${text.slice(end, end + 20)}`)
      rows.push(row)
      row = []
      at = end + 2
    }
  }
  return rows
}

function quotedCell(text: string, start: number): [string, number] {
  let at = start + 1
  while (text[at] !== '"' || text[at + 1] === '"') at += text[at] === '"' ? 2 : 1
  return [text.slice(start + 1, at).replaceAll('""', '"'), at + 1]
}

function plainCell(text: string, start: number): [string, number] {
  const cell = /[^,\r\n"]*/y
  cell.lastIndex = start
  const [found = ''] = cell.exec(text) ?? []
  return [found, start + found.length]
}

describe.each(databaseKinds())('a board as CSV on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let vera: TestPerson
  let board: TestBoard
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    vera = await app.person('vera')
    board = await makeOddBoard(app, ana, [vera])
  })
  afterAll(() => app.stop())

  test('has a row for each task that was not deleted, with all that it is', async () => {
    const answer = await vera.visitor.get(`/boards/${board.id}/export.csv`)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[\x20-\x7e]+\.csv"/)
    const [heading, ...rows] = parseCsv(answer.text)
    expect(heading?.join()).toBe(
      'number,title,description,column,labels,assignees,priority,start,due,progress,finished,created,archived',
    )
    expect(rows).toHaveLength(oddTexts.length)
    const tasks = await app.services.db.task.findMany({
      where: { boardId: board.id, deletedAt: null },
      include: { column: true },
    })
    for (const task of tasks) {
      const row = rows.find(([number]) => number === String(task.id))
      expect(row?.[3]).toBe(task.column.name)
      expect(row?.[7]).toBe('2026-02-28')
      expect(row?.[9]).toBe(String(task.finishedAt ? 100 : task.progress))
      expect(row?.[12]).toBe((task.archivedAt ?? task.column.archivedAt)?.toISOString() ?? '')
      expect(row?.[1]?.replace(/^'(?=[=+\-@])/, '')).toBe(task.title)
      expect(row?.[2]?.replace(/^'(?=[=+\-@])/, '')).toBe(task.description)
    }
  })

  test('begins with the mark by which spreadsheets know UTF-8', async () => {
    const response = await fetch(`${app.url}/api/v1/boards/${board.id}/export.csv`, {
      headers: { cookie: ana.visitor.cookie },
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf')
    expect(bytes.subarray(3, 9).toString()).toBe('number')
    expect(bytes.indexOf(Buffer.from('efbbbf', 'hex'), 3)).toBe(-1)
  })

  test('holds no cell that a spreadsheet takes for a formula', async () => {
    const { db } = app.services
    const columnId = board.columnIds[0] ?? 0
    const hostile = ['=1', '+1', '-1', '@A1', '\t=1', '\r=1', '＝1', '"=1']
    const { id } = await db.label.create({
      data: { boardId: board.id, name: '=label', nameKey: '=label', colour: 'moss', version: 1 },
    })
    for (const [place, title] of hostile.entries()) {
      const texts = { title, description: title, rank: `b${place}0`, labels: { create: { labelId: id } } }
      await db.task.create({ data: { ...texts, boardId: board.id, columnId, createdById: ana.id, version: 1 } })
    }
    await db.user.update({ where: { id: vera.id }, data: { displayName: '=vera' } })
    await db.column.update({ where: { id: columnId }, data: { name: '=column' } })
    const rows = parseCsv((await ana.visitor.get(`/boards/${board.id}/export.csv`)).text)
    const cells = rows.flat()
    expect(cells.filter((cell) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell))).toEqual([])
    for (const cell of ["'=1", "'+1", "'-1", "'@A1", "'\t=1", "'\r=1", '"=1', "'=label", "'=column"])
      expect(cells).toContain(cell)
    expect(cells.some((cell) => cell.includes("'=vera"))).toBe(true)
  })

  test('a board without tasks has a heading', async () => {
    const { id } = await app.board(ana)
    expect(parseCsv((await ana.visitor.get(`/boards/${id}/export.csv`)).text)).toHaveLength(1)
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
