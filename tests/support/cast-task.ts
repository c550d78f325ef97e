import { randomUUID } from 'node:crypto'
import type { Db } from '../../src/platform/db/index.ts'
import type { TestBoard, TestPerson } from './makers.ts'

/** A task with two steps and a comment on the cast's board; a task and an empty column in its archive. */
export interface CastTask {
  /** For addresses, and for what is sent there. */
  places: {
    taskId: number
    archivedTaskId: number
    stepId: number
    otherColumnId: number
    archivedColumnId: number
    commentId: string
  }
  /** Makes the tasks, steps and columns what they were. */
  restore(): Promise<void>
}

/** Makes them. */
export async function makeCastTask(
  db: Db,
  { id: boardId, columnIds }: TestBoard,
  { owner: { id }, member }: Record<'owner' | 'member', TestPerson>,
): Promise<CastTask> {
  const [columnId = 0, otherColumnId = 0] = columnIds
  const common = { boardId, columnId, createdById: id, version: 1 }
  const task = await db.task.create({
    data: { ...common, title: 'Press kit', rank: 'a0', threadVersion: 1, commentCount: 1 },
  })
  const archived = await db.task.create({
    data: { ...common, title: 'Old kit', rank: 'a1', archivedAt: new Date('2026-03-12T10:00:00Z') },
  })
  const archivedColumn = await db.column.create({
    data: { boardId, name: 'Old', rank: 'a9', version: 1, archivedAt: new Date('2026-03-12T10:00:00Z') },
  })
  const columns = await db.column.findMany({ where: { boardId } })
  const first = await db.checklistStep.create({ data: { taskId: task.id, text: 'First', rank: 'a0' } })
  const step = await db.checklistStep.create({ data: { taskId: task.id, text: 'Second', rank: 'a1' } })
  const comment = await db.taskThreadComment.create({
    data: {
      id: randomUUID(),
      taskId: task.id,
      authorId: member.id,
      content: 'Who does it?',
      clientId: `cast-${boardId}`,
      position: 1,
      version: 1,
    },
  })
  return {
    places: {
      commentId: comment.id,
      taskId: task.id,
      archivedTaskId: archived.id,
      stepId: step.id,
      otherColumnId,
      archivedColumnId: archivedColumn.id,
    },
    async restore() {
      for (const row of [task, archived]) await db.task.update({ where: { id: row.id }, data: row })
      for (const row of columns) await db.column.update({ where: { id: row.id }, data: row })
      for (const row of [first, step])
        await db.checklistStep.upsert({ where: { id: row.id }, create: row, update: row })
      await db.taskThreadComment.deleteMany({ where: { taskId: task.id, id: { not: comment.id } } })
      await db.taskThreadComment.update({ where: { id: comment.id }, data: comment })
    },
  }
}
