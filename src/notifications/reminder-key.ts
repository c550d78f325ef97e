import type { NotificationType } from '../platform/db/index.ts'

/** The kinds that come with a day. */
const reminderTypes = ['due_soon', 'overdue'] as const
export type ReminderType = (typeof reminderTypes)[number]

/** What a reminder comes from: a task that is due on another day now is reminded of anew. */
export function reminderKey(type: ReminderType, { taskId, dueOn }: { taskId: number; dueOn: string }): string {
  return `${reminderKeyPrefix(type)}${taskId}:${dueOn}`
}

export function reminderKeyPrefix(type: ReminderType): string {
  return `${type}:task:`
}

/** The day that a reminder is about; the task may be due on another one by now. Null for any other notification. */
export function dayOfReminder({ type, sourceKey }: { type: NotificationType; sourceKey: string }): string | null {
  return type === 'due_soon' || type === 'overdue' ? (sourceKey.split(':').at(-1) ?? null) : null
}
