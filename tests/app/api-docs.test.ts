import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { routes } from '../support/routes.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp('sqlite', { worker: false })
})
afterAll(() => app.stop())

test('the page of the API names every address of it, and each field that it takes', async () => {
  const person = await app.person('reader')
  const { status, text } = await person.visitor.get('/api/docs/')
  expect(status).toBe(200)
  const api = routes.filter(({ path }) => path.startsWith('/api/v1/'))
  expect(api.length).toBeGreaterThan(50)
  for (const { method, path } of api) expect(text).toContain(`<code>${method.toUpperCase()} ${path}</code>`)
  const posting = text.slice(text.indexOf('POST /api/v1/rooms/:roomId/messages'))
  expect(posting).toMatch(/<code>content<\/code>: text.*<code>clientId<\/code>: text/s)
  const members = text.slice(text.indexOf('POST /api/v1/boards/:boardId/members'))
  expect(members).toMatch(/<code>role<\/code> <span class="optional">\(optional\)<\/span>: admin, member, viewer/)
})
