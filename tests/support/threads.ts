import { expect } from 'vitest'
import type { CommentFacts } from '../../src/comments/comments.queries.ts'
import type { TestBoard, TestPerson } from './makers.ts'
import type { Answer } from './visitor.ts'

/** A comment as JSON has it. */
export type TestComment = Omit<CommentFacts, 'createdAt' | 'editedAt' | 'deletedAt'> &
  Record<'createdAt' | 'editedAt' | 'deletedAt', string | null>

let count = 0

/** An id by which a post is known again; another one each time. */
export function nextClientId(): string {
  count += 1
  return `comment-${process.pid}-${count}`
}

/** Adds a task to a board's first column. */
export async function addTask(who: TestPerson, { columnIds }: TestBoard, title = 'Press kit'): Promise<number> {
  const answer = await who.visitor.api('POST', `/api/v1/columns/${columnIds[0]}/tasks`, { title })
  return (answer.json() as { task: { id: number } }).task.id
}

/** Asks the API to post a comment, whatever it answers. */
export function tryToComment(who: TestPerson, taskId: number, fields: object): Promise<Answer> {
  return who.visitor.api('POST', `/api/v1/tasks/${taskId}/comments`, { clientId: nextClientId(), ...fields })
}

/** Posts a comment, or a reply. */
export async function comment(
  who: TestPerson,
  taskId: number,
  content: string,
  parentId?: string,
): Promise<TestComment> {
  const answer = await tryToComment(who, taskId, { content, ...(parentId !== undefined && { parentId }) })
  expect(answer.status, answer.text).toBe(201)
  return (answer.json() as { comment: TestComment }).comment
}

/** A thread's comments and replies, in its order. */
export async function thread(who: TestPerson, taskId: number): Promise<TestComment[]> {
  const answer = await who.visitor.get(`/api/v1/tasks/${taskId}/comments?limit=100`)
  expect(answer.status, answer.text).toBe(200)
  return (answer.json() as { items: TestComment[] }).items
}
