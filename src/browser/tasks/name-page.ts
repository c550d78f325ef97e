/** Calls a task's own page, in its last breadcrumb and in the window's title, as its sheet calls the task now. */
export function namePage(sheet: HTMLElement): void {
  const name = sheet.querySelector('#task-title')?.textContent
  if (name === null || name === undefined) return
  const crumb = document.querySelector('.breadcrumbs [aria-current="page"]')
  const words = `#${sheet.dataset.taskId} ${name}`
  if (crumb !== null && crumb.textContent !== words) crumb.textContent = words
  // In front of it stands how much is unread.
  document.title = document.title.replace(
    /^(\(\d+\) )?.* · TaskFlow$/,
    (_, unread: string | undefined) => `${unread ?? ''}${name} · TaskFlow`,
  )
}
