export { archiveTask, deleteTask, restoreTask } from './archive-task.ts'
export { createTask } from './create-task.ts'
export { moveTask } from './move-task.ts'
export { drawBoardColumns, drawOneColumn } from './drawn-columns.ts'
export { drawTasks } from './drawn-tasks.ts'
export { filterKinds, isFiltering, readFilter, type TaskFilter } from './task-filter.ts'
export { filterTasks } from './filtered-tasks.ts'
export { announceTasks, countPatches, readTaskChanges } from './task-changes.ts'
export { columnParams, newTask, priorities, taskForm, taskParams, type TaskChanges } from './task-fields.ts'
export {
  columnFields,
  columnsOf,
  columnsWithTasks,
  columnTallies,
  type ColumnTally,
  type ColumnView,
} from './columns.queries.ts'
export { findTasks, shown, taskKeys, type TaskView } from './tasks.queries.ts'
export {
  columnEditor,
  taskEditor,
  taskReader,
  type ColumnAccess,
  type TaskAccess,
  type TaskEditing,
} from './tasks.policy.ts'
export { sheetLocals, type ReadBeside } from './task-page.ts'
export { readSheet } from './task-sheet.ts'
export { addStep } from './steps/add-step.ts'
export { routes as stepApiRoutes } from './steps/steps-api.routes.ts'
export { routes as stepRoutes } from './steps/steps.routes.ts'
export { routes as taskPageRoutes } from './task-page.routes.ts'
export { routes as taskApiRoutes } from './tasks-api.routes.ts'
export { routes as taskRoutes } from './tasks.routes.ts'
export { updateTask } from './update-task.ts'
