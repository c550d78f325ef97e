import { randomUUID } from 'node:crypto'
import type { HttpClient } from './http-client.ts'
import type { Person } from './people.ts'

/** A board with its first room and columns. */
export interface TestBoard {
  id: number
  name: string
  roomId: number
  columnIds: number[]
}

/** Makes a board of `owner` with these members on it. They come by a link: who is put on a board finds that in the inbox. */
export async function makeBoard({ http }: Person, name: string, members: Person[] = []): Promise<TestBoard> {
  const { board } = await http.call<{ board: { id: number } }>('POST', '/api/v1/boards', { name, description: '' })
  if (members.length > 0) await letIn(http, board.id, members)
  const shown = await http.call<{ board: { rooms: { id: number }[]; columns: { id: number }[] } }>(
    'GET',
    `/api/v1/boards/${board.id}`,
  )
  const columnIds = shown.board.columns.map(({ id }) => id)
  return { id: board.id, name, roomId: shown.board.rooms[0]?.id ?? 0, columnIds }
}

/** Makes a room through the JSON API. */
export async function makeRoom(
  { http }: { http: HttpClient },
  boardId: number,
  wanted: { name: string; isPrivate?: boolean; usernames?: string[] },
): Promise<{ id: number }> {
  return (await http.call<{ room: { id: number } }>('POST', `/api/v1/boards/${boardId}/rooms`, wanted)).room
}

async function letIn(http: HttpClient, boardId: number, members: Person[]): Promise<void> {
  const { invitation } = await http.call<{ invitation: { link: string } }>(
    'POST',
    `/api/v1/boards/${boardId}/invitations`,
    { role: 'member' },
  )
  for (const member of members) await member.http.submit(new URL(invitation.link).pathname, {})
}

/** Posts a message through the JSON API. */
export async function post({ http }: { http: HttpClient }, roomId: number, content: string): Promise<{ id: string }> {
  const answer = await http.call<{ message: { id: string } }>('POST', `/api/v1/rooms/${roomId}/messages`, {
    content,
    clientId: randomUUID(),
  })
  return answer.message
}

/** Everything that was said in a room, in its order. */
export async function messagesOf({ http }: { http: HttpClient }, roomId: number): Promise<string[]> {
  const { items } = await http.call<{ items: { content: string }[] }>(
    'GET',
    `/api/v1/rooms/${roomId}/messages?limit=100`,
  )
  return items.map(({ content }) => content)
}
