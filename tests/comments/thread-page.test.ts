import { parseHTML } from 'linkedom'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { databaseKinds } from '../support/databases.ts'
import type { TestBoard, TestPerson } from '../support/makers.ts'
import { listenToStatements, type StatementLog } from '../support/statements.ts'
import { addTask, comment, nextClientId } from '../support/threads.ts'

describe.each(databaseKinds())('a thread’s pages on %s', (kind) => {
  let app: TestApp
  let ana: TestPerson
  let ben: TestPerson
  let board: TestBoard
  let taskId: number
  let statements: StatementLog
  beforeAll(async () => {
    statements = listenToStatements()
    app = await startApp(kind, { worker: false })
    ana = await app.person('ana')
    ben = await app.person('ben')
  })
  afterAll(async () => {
    statements.stop()
    await app.stop()
  })
  beforeEach(async () => {
    board = await app.board(ana, [[ben, 'member']])
    taskId = await addTask(ana, board, 'Press <kit>')
  })

  const page = async (query = '', path = `/task/${taskId}/comments/`): Promise<Document> => {
    const answer = await ana.visitor.get(path + query)
    expect(answer.status, path + query).toBe(200)
    return parseHTML(answer.text).document
  }
  const texts = (document: Document, selector = '[data-entries] > li > .comment .prose'): (string | null)[] =>
    [...document.querySelectorAll(selector)].map(({ textContent }) => textContent.trim())
  /** Many comments at once, each with a reply to it. */
  const fill = async (count: number): Promise<string[]> => {
    const ids = Array.from({ length: count }, () => crypto.randomUUID())
    const common = (place: number) => ({
      taskId,
      authorId: ben.id,
      clientId: nextClientId(),
      position: place,
      version: place,
    })
    await app.services.db.taskThreadComment.createMany({
      data: ids.flatMap((id, place) => [
        { ...common(2 * place + 1), id, content: `comment ${place + 1}` },
        { ...common(2 * place + 2), id: crypto.randomUUID(), parentId: id, content: `reply to ${place + 1}` },
      ]),
    })
    await app.services.db.task.update({
      where: { id: taskId },
      data: { threadVersion: 2 * count, commentCount: 2 * count },
    })
    return ids
  }

  test('a long thread shows its newest comments with all their replies, and leads to the older ones and back', async () => {
    await fill(130)
    const newest = await page()
    expect(texts(newest)).toEqual(Array.from({ length: 100 }, (_, place) => `comment ${place + 31}`))
    expect(texts(newest, '.replies .prose')).toHaveLength(100)
    expect(newest.querySelector('[data-newer]')).toBeNull()
    const older = await page(
      newest
        .querySelector('[data-older]')
        ?.getAttribute('href')
        ?.replace(/^[^?]*/, ''),
    )
    expect(texts(older)).toEqual(Array.from({ length: 30 }, (_, place) => `comment ${place + 1}`))
    expect(older.querySelector('[data-older]')).toBeNull()
    const back = await page(
      older
        .querySelector('[data-newer]')
        ?.getAttribute('href')
        ?.replace(/^[^?]*/, ''),
    )
    expect(texts(back)).toEqual(texts(newest))
    expect(newest.querySelector(`#thread-${taskId}-count`)?.textContent).toBe('260 comments')
  })

  /** Replies to one comment, after everything else. */
  const reply = async (parentId: string, count: number, first: number): Promise<string[]> => {
    const ids = Array.from({ length: count }, () => crypto.randomUUID())
    await app.services.db.taskThreadComment.createMany({
      data: ids.map((id, place) => ({
        id,
        parentId,
        taskId,
        authorId: ben.id,
        clientId: nextClientId(),
        content: `answer ${place + 1}`,
        position: first + place,
        version: first + place,
      })),
    })
    return ids
  }
  const answers = (from: number, to: number): string[] =>
    Array.from({ length: to - from + 1 }, (_, place) => `answer ${from + place}`)
  const follow = (document: Document, link: string): Promise<Document> =>
    page(
      document
        .querySelector(link)
        ?.getAttribute('href')
        ?.replace(/^[^?]*/, '')
        .replace(/#.*/, ''),
    )

  test('of each comment the newest replies are shown, and links lead to the earlier ones and back', async () => {
    const [first = '', second = ''] = await fill(2)
    await reply(second, 120, 5)
    const shown = `#comment-${second}-replies .prose`
    const newest = await page()
    expect(texts(newest, shown)).toEqual(answers(71, 120))
    expect(texts(newest, `#comment-${first}-replies .prose`)).toEqual(['reply to 1'])
    expect(newest.querySelectorAll('.earlier-replies')).toHaveLength(1)
    expect(newest.querySelector('.later-replies')).toBeNull()
    const earlier = await follow(newest, '.earlier-replies')
    expect(texts(earlier, shown)).toEqual(answers(21, 70))
    expect(earlier.querySelector(`#comment-${second}-replies`)?.getAttribute('data-newer-after')).not.toBe('')
    const earliest = await follow(earlier, '.earlier-replies')
    expect(texts(earliest, shown)).toEqual(['reply to 2', ...answers(1, 20)])
    expect(earliest.querySelector('.earlier-replies')).toBeNull()
    expect(texts(await follow(earliest, '.later-replies'), shown)).toEqual(answers(71, 120))
  })

  test('the link to an early reply among many shows it among its neighbours', async () => {
    const [, second = ''] = await fill(2)
    const ids = await reply(second, 120, 5)
    const around = await page(`?comment=${ids[9]}`)
    expect(around.querySelector(`#comment-${ids[9]}`)).not.toBeNull()
    expect(texts(around, `#comment-${second}-replies .prose`)).toEqual(['reply to 2', ...answers(1, 34)])
    expect(around.querySelector('.later-replies')).not.toBeNull()
    const late = await page(`?comment=${ids[110]}`)
    expect(texts(late, `#comment-${second}-replies .prose`)).toEqual(answers(71, 120))
    expect(late.querySelector('.later-replies')).toBeNull()
  })

  test('the link to a comment or a reply shows it, in however old a stretch', async () => {
    const ids = await fill(130)
    const reply = await app.services.db.taskThreadComment.findFirstOrThrow({ where: { parentId: ids[2] ?? '' } })
    for (const id of [ids[2], reply.id]) {
      const document = await page(`?comment=${id}`)
      expect(document.querySelector(`#comment-${id}`)).not.toBeNull()
      expect(document.querySelector('[data-thread]')?.getAttribute('data-shown-id')).toBe(id)
      expect(document.querySelector('[data-newer]')).not.toBeNull()
    }
    const elsewhere = await comment(ana, await addTask(ana, board), 'elsewhere')
    expect((await ana.visitor.get(`/task/${taskId}/comments/?comment=${elsewhere.id}`)).status).toBe(404)
    expect((await ana.visitor.get(`/task/${taskId}/comments/?comment=nonsense`)).status).toBe(400)
  })

  test.each([
    ['on its own page', () => `/task/${taskId}/comments/`],
    ['beside its task', () => `/tasks/${taskId}/`],
    ['below its task in the panel', () => `/task/${taskId}/comments/thread/`],
    ['over the board', () => `/boards/${board.id}/?task=${taskId}`],
  ])('%s a long thread asks for no more than a short one', async (_name, path) => {
    const asked = async (): Promise<string[]> => {
      await ana.visitor.get(path())
      statements.take()
      expect((await ana.visitor.get(path())).text.match(/class="comment"/g)?.length).toBeGreaterThan(5)
      // How many values a list holds is no statement more.
      const shapes = statements.take().map((sql) => sql.replaceAll(/\$\d+/g, '?').replaceAll(/\((\?,?)+\)/g, '(…)'))
      return shapes.toSorted()
    }
    await fill(3)
    const forFew = await asked()
    board = await app.board(ana, [[ben, 'member']])
    taskId = await addTask(ana, board)
    await fill(90)
    expect(await asked()).toEqual(forFew)
  })

  test('what people write is drawn harmless, and mentions in code are none', async () => {
    await comment(ana, taskId, '<script>alert(1)</script> <img src=x onerror=alert(1)> @ben `@ben` ' + 'x'.repeat(3000))
    for (const path of [`/task/${taskId}/comments/`, `/tasks/${taskId}/`, `/task/${taskId}/comments/thread/`]) {
      const document = await page('', path)
      expect(document.querySelectorAll('.comment :is(script, img)')).toHaveLength(0)
      expect(document.querySelectorAll('.comment .mention')).toHaveLength(1)
    }
  })

  test('without a script one answers by a link and a form; what is not taken stays typed', async () => {
    const first = await comment(ben, taskId, 'first')
    const link = (await page()).querySelector('[data-answer]')?.getAttribute('href') ?? ''
    const form = (await page(link.replace(/^[^?]*/, ''))).querySelector('[data-composer]')
    expect(form?.querySelector('[data-replying-name]')?.textContent).toBe('Ben')
    const field = (name: string) => form?.querySelector(`[name="${name}"]`)?.getAttribute('value') ?? ''
    const fields = { parentId: field('parentId'), clientId: field('clientId') }
    const refused = await ana.visitor.post(form?.getAttribute('action') ?? '', { ...fields, content: ' ' })
    expect(refused.status).toBe(400)
    const again = parseHTML(refused.text).document
    expect(again.querySelector('[data-replying-name]')?.textContent).toBe('Ben')
    expect(again.querySelector('[data-composer] .error')?.textContent).toContain('Say something')
    expect(again.querySelector('[name="clientId"]')?.getAttribute('value')).toBe(fields.clientId)
    await ana.visitor.post(form?.getAttribute('action') ?? '', { ...fields, content: 'an answer' })
    expect(texts(await page(), `#comment-${first.id}-replies .prose`)).toEqual(['an answer'])
  })

  test('nothing of this was an error of ours', () => expect(app.takeErrors()).toEqual([]))
})
