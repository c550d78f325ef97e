import { makeBoard, post } from '../support/boards.ts'
import { expect, test } from '../support/browser.ts'
import { Follower } from '../support/follower.ts'
import { ask, connectSocket } from '../support/people.ts'
import { message } from '../support/talk.ts'

test('who is removed from a board hears nothing more of it, on the open page and the open socket', async ({
  person,
  enter,
}) => {
  const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
  const board = await makeBoard(ana, 'Closed circle', [ben])
  const [bens, anas] = [
    await enter(ben, `/messaging/room/${board.roomId}/`),
    await enter(ana, `/boards/${board.id}/members/`),
  ]
  const socket = await connectSocket(ben.http)
  const room = { event: 'room:join', payload: { roomId: board.roomId } }
  const follower = new Follower(socket, `room:${board.roomId}`, room, 0)
  await follower.join()
  await post(ana, board.roomId, 'For all of us')
  await expect(message(bens, 'For all of us')).toBeVisible()
  await expect.poll(() => follower.seen.length).toBe(1)

  const lost: string[] = []
  socket.on('access:lost', ({ channel }: { channel: string }) => lost.push(channel))
  await anas
    .locator('.member', { hasText: `@${ben.username}` })
    .locator('summary')
    .click()
  await anas.getByRole('button', { name: 'Remove from the board' }).click()
  await expect(anas.locator('.member')).toHaveCount(1)
  await expect.poll(() => lost).toContain(`room:${board.roomId}`)
  await post(ana, board.roomId, 'Not for Ben any more')

  await expect(bens).toHaveURL('/')
  await expect(bens.locator('.toast')).toContainText('You are no longer on “Closed circle”.')
  await expect(bens.locator('#sidebar, main').getByText('Closed circle')).toHaveCount(0)
  expect(await ask(socket, room.event, room.payload)).toMatchObject({ ok: false, error: { code: 'not_found' } })
  const refused = await ask(socket, 'message:post', { ...room.payload, content: 'Hello?', clientId: 'after-removal' })
  expect(refused).toMatchObject({ ok: false, error: { code: 'not_found' } })
  // The answers above came over the same socket, behind whatever was sent before.
  expect(follower.seen).toHaveLength(1)
  expect((await ben.http.get(`/messaging/room/${board.roomId}/`)).status).toBe(404)
  socket.disconnect()
})

test('signing out in one tab ends the session in the other tab and on its sockets', async ({
  person,
  enter,
  watch,
}) => {
  // The other tab asks whether it is still signed in.
  watch.allow(/status of 401 .*\/api\/v1\/me/)
  const [ana, ben] = [await person('Ana Alves'), await person('Ben Berg')]
  const board = await makeBoard(ana, 'Two tabs', [ben])
  const [first, elsewhere] = [await enter(ben, '/'), await enter(ana, `/messaging/room/${board.roomId}/`)]
  const second = await first.context().newPage()
  await second.goto(`/messaging/room/${board.roomId}/`)
  const socket = await connectSocket(ben.http)
  let ended = ''
  socket.on('disconnect', (reason) => (ended = reason))

  await first.locator('.user-menu summary').click()
  await first.getByRole('button', { name: 'Sign out' }).click()

  await expect(second).toHaveURL(/\/accounts\/login\//)
  await expect.poll(() => ended).toBe('io server disconnect')
  await expect(connectSocket(ben.http)).rejects.toThrow()
  await post(ana, board.roomId, 'The others go on')
  await expect(message(elsewhere, 'The others go on')).toBeVisible()
  socket.disconnect()
})
