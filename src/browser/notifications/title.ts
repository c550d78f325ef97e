/** Puts the number of unread notifications in front of the page's title, which may have changed since the last time. */
export function showUnreadInTitle(): void {
  const plainTitle = document.title.replace(/^\(\d+\) /, '')
  const shown = document.querySelector<HTMLElement>('[data-unread-notifications]')
  const unread = Number(shown?.dataset.unreadNotifications ?? 0)
  document.title = unread > 0 ? `(${unread}) ${plainTitle}` : plainTitle
}
