import { setDivider, startsDay, trimDividers } from '../shared/day-dividers.ts'

/** Keeps a heading in front of each day's notifications. The list is a page long, so all of it is looked at. */
export function showDays(list: HTMLElement): void {
  const template = document.querySelector<HTMLTemplateElement>('[data-inbox-day-template]')
  const show = (): void => placeDays(list, template)
  const observer = new MutationObserver(() => {
    show()
    // The headings just placed are no news.
    observer.takeRecords()
  })
  show()
  observer.observe(list, { childList: true })
}

function placeDays(list: HTMLElement, template: HTMLTemplateElement | null): void {
  let previous: Element | null = null
  for (const notification of list.querySelectorAll(':scope > [data-notification-id]')) {
    setDivider(notification, startsDay(notification, previous), template)
    previous = notification
  }
  trimDividers(list)
}
