import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adminModels } from '../../src/admin/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { makeCast, type Cast } from '../support/cast.ts'
import { databaseKinds } from '../support/databases.ts'

describe.each(databaseKinds())('every model of the admin site on %s', (kind) => {
  let app: TestApp
  let cast: Cast
  beforeAll(async () => {
    app = await startApp(kind)
    cast = await makeCast(app)
    const { db } = app.services
    await db.userTypingStatus.create({
      data: { roomId: cast.board.roomId, userId: cast.member.id, lastUpdate: new Date() },
    })
    await cast.member.visitor.api('POST', `/api/v1/tasks/${cast.places(cast.owner)['taskId']}/comments`, {
      content: 'A comment',
      clientId: 'admin-models-comment',
    })
    const answer = await cast.administrator.visitor.post('/admin/boards/add/', { name: 'Second', owner: 'member' })
    expect(answer.status).toBe(303)
  })
  afterAll(() => app.stop())

  test('the front page counts them all', async () => {
    const { status, text } = await cast.administrator.visitor.get('/admin/')
    expect(status).toBe(200)
    for (const { slug, many } of adminModels) expect(text).toContain(`<a href="/admin/${slug}/">${many}</a>`)
  })

  describe.each(adminModels.map((model) => [model.slug, model] as const))('%s', (slug, model) => {
    const list = async (query = ''): Promise<string> => {
      const { status, text } = await cast.administrator.visitor.get(`/admin/${slug}/${query}`)
      expect(status, query).toBe(200)
      return text
    }
    const keysIn = (text: string): string[] =>
      Array.from(
        text.matchAll(new RegExp(`<th scope="row"><a class="text-link" href="/admin/${slug}/([^/]+)/">`, 'g')),
        ([, key]) => key ?? '',
      )

    test('its list shows what there is', async () => {
      const rows = await model.table(app.services.db).count({ where: model.where ?? {} })
      expect(rows).toBeGreaterThan(0)
      expect(keysIn(await list())).toHaveLength(Math.min(rows, 50))
    })

    test('words that nothing holds find nothing, and wrong questions are refused', async () => {
      expect(keysIn(await list('?q=zzzzqqqq'))).toEqual([])
      for (const query of ['?page=0', '?page=x', '?sort=99', '?q=%00']) {
        const { status } = await cast.administrator.visitor.get(`/admin/${slug}/${query}`)
        expect(status, query).toBe(400)
      }
    })

    test('every column that can be put in order gives the same rows both ways', async () => {
      const all = keysIn(await list()).toSorted()
      const sortable = model.isLarge ? [] : model.columns.flatMap(({ sort }, place) => (sort ? [place + 1] : []))
      for (const sort of sortable.flatMap((number) => [number, -number]))
        expect(keysIn(await list(`?sort=${sort}`)).toSorted(), `?sort=${sort}`).toEqual(all)
    })

    test('the options of a filter part the rows among them', async () => {
      const all = keysIn(await list()).toSorted()
      for (const { name, options } of model.filters ?? []) {
        const parts: string[] = []
        for (const { value } of options) parts.push(...keysIn(await list(`?${name}=${value}`)))
        expect(new Set(parts).size, name).toBe(parts.length)
        for (const key of parts) expect(all).toContain(key)
      }
    })

    test('a record has its page; one that is not there has none', async () => {
      const [key = ''] = keysIn(await list())
      const page = await cast.administrator.visitor.get(`/admin/${slug}/${key}/`)
      expect(page.status).toBe(200)
      for (const { heading } of model.columns) expect(page.text).toContain(`<dt>${heading}</dt>`)
      for (const wrong of ['0', '999999', 'nonsense', '999999-1', '01a21c9f-9f6d-77cf-bccb-a49dd126a3ad', '-1', 'x%00'])
        expect((await cast.administrator.visitor.get(`/admin/${slug}/${wrong}/`)).status, wrong).toBe(404)
    })

    test('a form that is sent empty or wrong changes nothing, and says what is wrong', async () => {
      if (!model.addition) return
      const before = await model.table(app.services.db).count({})
      const { status, text } = await cast.administrator.visitor.post(`/admin/${slug}/add/`, {
        name: '<b>typed</b>',
        boardId: 'x',
      })
      expect(status).toBe(400)
      expect(text).toContain('error-summary')
      expect(text).not.toContain('<b>typed</b>')
      expect(await model.table(app.services.db).count({})).toBe(before)
    })

    test('every action is asked about before it is done, and an unknown one is refused', async () => {
      const rows = (await model
        .table(app.services.db)
        .findMany({ where: model.where ?? {}, select: model.select })) as object[]
      for (const action of model.actions ?? []) {
        const row = rows.find((one) => action.suits?.(one) ?? true)
        if (!row) continue
        const key = model.key.textOf(row)
        const { status, text } = await cast.administrator.visitor.get(
          `/admin/${slug}/act/?action=${action.name}&key=${key}`,
        )
        expect(status, action.name).toBe(200)
        expect(text).toContain(`<h1>${action.label}?</h1>`)
      }
      if (!model.actions) return
      expect((await cast.administrator.visitor.get(`/admin/${slug}/act/?action=nonsense&key=1`)).status).toBe(400)
      expect(
        (await cast.administrator.visitor.post(`/admin/${slug}/act/`, { action: 'nonsense', key: '1' })).status,
      ).toBe(400)
    })
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
