import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Deed } from '../../src/boards/index.ts'
import { boardEditor, nextBoardVersion, recordActivity } from '../../src/boards/index.ts'
import { change } from '../../src/platform/change.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'

interface Listed {
  id: string
  type: string
  version: number
  actor: { displayName: string }
  sentence: ({ text: string } | { name: string } | { task: { id: number; title: string } })[]
}

const text = '<b>step</b>'
const name = '<b>name</b>'
const task = { taskId: 0, title: '<b>title</b>' }
const renamed = { before: '<b>before</b>', after: '<b>after</b>' }
const person = '<b>Ben</b>'

/** An example of each type, and how it is said: a type without one does not compile. */
const examples: { [Type in Deed['type']]: [deed: Deed & { type: Type }, said: string][] } = {
  'board:created': [[{ type: 'board:created', name }, `made the board ${name}`]],
  'board:imported': [[{ type: 'board:imported', name }, `imported the board ${name}`]],
  'board:renamed': [[{ type: 'board:renamed', ...renamed }, `renamed the board ${renamed.before} to ${renamed.after}`]],
  'board:described': [[{ type: 'board:described' }, 'changed what the board is for']],
  'board:handed-over': [[{ type: 'board:handed-over', person }, `handed the board over to ${person}`]],
  'column:created': [[{ type: 'column:created', name }, `added the column ${name}`]],
  'column:renamed': [
    [{ type: 'column:renamed', ...renamed }, `renamed the column ${renamed.before} to ${renamed.after}`],
  ],
  'column:moved': [[{ type: 'column:moved', name }, `moved the column ${name}`]],
  'column:limited': [
    [{ type: 'column:limited', name, limit: 1 }, `limited the column ${name} to 1 task`],
    [{ type: 'column:limited', name, limit: 3 }, `limited the column ${name} to 3 tasks`],
    [{ type: 'column:limited', name, limit: null }, `took the limit off the column ${name}`],
  ],
  'column:marked-done': [[{ type: 'column:marked-done', name }, `made ${name} a column for finished tasks`]],
  'column:marked-open': [[{ type: 'column:marked-open', name }, `made ${name} a column for open tasks`]],
  'column:archived': [[{ type: 'column:archived', name }, `put the column ${name} into the archive`]],
  'column:restored': [[{ type: 'column:restored', name }, `brought the column ${name} back from the archive`]],
  'column:deleted': [[{ type: 'column:deleted', name }, `deleted the column ${name}`]],
  'label:created': [[{ type: 'label:created', name }, `added the label ${name}`]],
  'label:changed': [
    [{ type: 'label:changed', ...renamed }, `renamed the label ${renamed.before} to ${renamed.after}`],
    [{ type: 'label:changed', before: name, after: name }, `gave the label ${name} another colour`],
  ],
  'label:deleted': [[{ type: 'label:deleted', name }, `deleted the label ${name}`]],
  'room:created': [[{ type: 'room:created', name }, `made the room ${name}`]],
  'room:renamed': [[{ type: 'room:renamed', ...renamed }, `renamed the room ${renamed.before} to ${renamed.after}`]],
  'room:described': [[{ type: 'room:described', name }, `changed what the room ${name} is for`]],
  'room:archived': [[{ type: 'room:archived', name }, `put the room ${name} into the archive`]],
  'room:restored': [[{ type: 'room:restored', name }, `brought the room ${name} back from the archive`]],
  'room:deleted': [[{ type: 'room:deleted', name }, `deleted the room ${name}`]],
  'member:joined': [
    [{ type: 'member:joined', person, role: 'admin' }, `brought in ${person} as an admin`],
    [{ type: 'member:joined', person: 'Ana', role: 'viewer' }, 'joined as a viewer'],
  ],
  'member:changed': [[{ type: 'member:changed', person, role: 'member' }, `made ${person} a member`]],
  'member:left': [[{ type: 'member:left', person: 'Ana' }, 'left the board']],
  'member:removed': [[{ type: 'member:removed', person }, `took ${person} off the board`]],
  'invitation:created': [[{ type: 'invitation:created', role: 'admin' }, 'made an invitation link for an admin']],
  'invitation:revoked': [[{ type: 'invitation:revoked', role: 'viewer' }, 'revoked an invitation link for a viewer']],
  'task:created': [[{ type: 'task:created', ...task, column: name }, `added [${task.title}] to ${name}`]],
  'task:moved': [
    [{ type: 'task:moved', ...task, from: name, to: text }, `moved [${task.title}] from ${name} to ${text}`],
    [{ type: 'task:moved', ...task, from: name, to: name }, `moved [${task.title}] within ${name}`],
  ],
  'task:renamed': [[{ type: 'task:renamed', ...task, before: name }, `renamed ${name} to [${task.title}]`]],
  'task:described': [[{ type: 'task:described', ...task }, `changed the description of [${task.title}]`]],
  'task:prioritised': [
    [{ type: 'task:prioritised', ...task, priority: 'urgent' }, `raised the priority of [${task.title}] to urgent`],
    [{ type: 'task:prioritised', ...task, priority: 'low' }, `set the priority of [${task.title}] to low`],
    [{ type: 'task:prioritised', ...task, priority: null }, `took the priority off [${task.title}]`],
  ],
  'task:started': [
    [{ type: 'task:started', ...task, day: '2026-03-01' }, `let [${task.title}] start on 1 March 2026`],
    [{ type: 'task:started', ...task, day: null }, `took the start day off [${task.title}]`],
  ],
  'task:due': [
    [{ type: 'task:due', ...task, day: '2026-12-31' }, `made [${task.title}] due on 31 December 2026`],
    [{ type: 'task:due', ...task, day: null }, `took the due day off [${task.title}]`],
  ],
  'task:progressed': [
    [{ type: 'task:progressed', ...task, progress: 40 }, `set the progress of [${task.title}] to 40 %`],
  ],
  'task:assigned': [
    [
      { type: 'task:assigned', ...task, people: [person, 'Cy', 'Di'] },
      `assigned ${person}, Cy and Di to [${task.title}]`,
    ],
    [{ type: 'task:assigned', ...task, people: ['Ana'] }, `took on [${task.title}]`],
  ],
  'task:unassigned': [
    [{ type: 'task:unassigned', ...task, people: [person] }, `took ${person} off [${task.title}]`],
    [{ type: 'task:unassigned', ...task, people: ['Ana'] }, `stepped back from [${task.title}]`],
  ],
  'task:labelled': [
    [{ type: 'task:labelled', ...task, labels: [name] }, `put the label ${name} on [${task.title}]`],
    [{ type: 'task:labelled', ...task, labels: [name, text] }, `put the labels ${name} and ${text} on [${task.title}]`],
  ],
  'task:unlabelled': [
    [{ type: 'task:unlabelled', ...task, labels: [name] }, `took the label ${name} off [${task.title}]`],
  ],
  'task:archived': [[{ type: 'task:archived', ...task }, `put [${task.title}] into the archive`]],
  'task:restored': [[{ type: 'task:restored', ...task }, `brought [${task.title}] back from the archive`]],
  'task:deleted': [[{ type: 'task:deleted', ...task }, `deleted ${task.title}`]],
  'step:added': [[{ type: 'step:added', ...task, text }, `added ${text} to the checklist of [${task.title}]`]],
  'step:checked': [[{ type: 'step:checked', ...task, text }, `checked off ${text} in [${task.title}]`]],
  'step:unchecked': [[{ type: 'step:unchecked', ...task, text }, `opened ${text} again in [${task.title}]`]],
  'step:removed': [[{ type: 'step:removed', ...task, text }, `crossed out ${text} in [${task.title}]`]],
  'step:changed': [
    [{ type: 'step:changed', ...task, before: name, text }, `changed ${name} to ${text} in [${task.title}]`],
  ],
}

describe.each(databaseKinds())('activity on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let board: TestBoard
  let taskId: number
  beforeAll(async () => {
    app = await startApp(kind)
    ana = await app.person('ana')
    board = await app.board(ana)
    const answer = await ana.visitor.api('POST', `/api/v1/columns/${board.columnIds[0]}/tasks`, { title: 'A task' })
    taskId = (answer.json()['task'] as { id: number }).id
  })
  afterAll(() => app.stop())

  /** Writes deeds down as verbs do: in one transaction, under one version. */
  const record = async (deeds: Deed[]): Promise<void> => {
    const access = await boardEditor(app.services, ana, { boardId: board.id })
    await change(app.services, async (draft) => {
      const version = await nextBoardVersion(draft.tx, board.id)
      for (const deed of deeds) {
        const whose = 'taskId' in deed ? { ...deed, taskId } : deed
        await recordActivity(app.services, draft, access, version, whose)
      }
    })
  }
  const list = async (before?: number | null): Promise<{ items: Listed[]; nextCursor: number | null }> => {
    const query = before === undefined ? '' : `?before=${before}`
    return (await ana.visitor.get(`/api/v1/boards/${board.id}/activity${query}`)).json() as never
  }
  const words = ({ sentence }: Listed): string =>
    sentence.map((part) => ('task' in part ? `[${part.task.title}]` : Object.values(part).join())).join('')

  test.each(Object.entries(examples).flatMap(([type, cases]) => cases.map((one) => [type, ...one] as const)))(
    '%s is said in a sentence, and what people named is text',
    async (_, deed, said) => {
      await record([deed])
      const { items } = await list()
      expect(items[0]).toMatchObject({ type: deed.type, actor: { displayName: 'Ana' } })
      expect(words(items[0] as Listed)).toBe(said)
      const page = (await ana.visitor.get(`/boards/${board.id}/activity/`)).text
      const entry = new RegExp(`<li id="activity-${items[0]?.id}".*?</li>`, 's').exec(page)?.[0] ?? ''
      const shown = entry.replaceAll('&lt;b&gt;', '[').replaceAll(/<time.*?<\/time>|<[^>]*>/gs, '')
      expect(shown.replaceAll('[', '<b>').replaceAll('&lt;/b&gt;', '</b>')).toContain(
        `Ana ${said.replaceAll(/[[\]]/g, '')}`,
      )
    },
  )

  test('on the task’s own page it is “it”', async () => {
    await record([
      { type: 'step:checked', ...task, text: 'Weight' },
      { type: 'task:moved', ...task, from: 'A', to: 'B' },
    ])
    const { items } = (await ana.visitor.get(`/api/v1/tasks/${taskId}/activity`)).json() as { items: Listed[] }
    expect(items.slice(0, 2).map(words)).toEqual(['checked off Weight', 'moved it from A to B'])
  })

  test('a deed of a newer version of TaskFlow is there, in general words', async () => {
    await app.services.db.activity.create({
      data: {
        id: 'from-the-future',
        boardId: board.id,
        actorId: ana.id,
        type: 'toString',
        facts: '{}',
        version: 1_000,
      },
    })
    expect(words((await list()).items[0] as Listed)).toBe('changed something')
    await app.services.db.activity.delete({ where: { id: 'from-the-future' } })
  })

  test('is read page by page, newest first, each deed once, and what one change did together', async () => {
    board = await app.board(ana)
    for (let version = 1; version <= 60; version += 1)
      await record([
        { type: 'column:created', name: `first ${version}` },
        { type: 'column:moved', name: `then ${version}` },
        { type: 'column:deleted', name: `last ${version}` },
      ])
    const seen: Listed[] = []
    const sizes: number[] = []
    let before: number | null | undefined
    while (before !== null) {
      const { items, nextCursor } = await list(before)
      seen.push(...items)
      sizes.push(items.length)
      before = nextCursor
    }
    expect(sizes).toEqual([51, 51, 51, 27])
    expect(seen.map(({ version }) => version)).toEqual(seen.map(({ version }) => version).toSorted((a, b) => b - a))
    expect(seen.slice(-3).map(words)).toEqual([
      'added the column first 1',
      'moved the column then 1',
      'deleted the column last 1',
    ])
    expect(new Set(seen.map(({ id }) => id)).size).toBe(180)
  })

  test('the page leads to what is older, and back', async () => {
    const newest = await ana.visitor.get(`/boards/${board.id}/activity/`)
    const older = /href="(\/boards\/\d+\/activity\/\?before=\d+)" rel="next"/.exec(newest.text)?.[1] ?? ''
    expect(newest.text).toContain(`id="board-${board.id}-activity"`)
    const second = await ana.visitor.get(older)
    expect(second.text).toContain(`id="board-${board.id}-older-activity"`)
    expect(second.text).toContain(`href="/boards/${board.id}/activity/"`)
    const last = await ana.visitor.get(`/boards/${board.id}/activity/?before=1`)
    expect(last.text).toContain('That was all')
    expect(last.text).not.toContain('rel="next"')
  })

  test.each(['-1', 'x', '1&before=2'])('before=%s is refused', async (before) => {
    expect((await ana.visitor.get(`/api/v1/boards/${board.id}/activity?before=${before}`)).status).toBe(400)
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
