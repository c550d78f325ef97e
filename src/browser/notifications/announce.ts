import { showToast } from '../shared/toasts.ts'
import type { News } from './news.ts'

/** After an absence there may be many; more than these are told as a number. */
const MOST_TOLD_ONE_BY_ONE = 2

/** Many as one that leads to the inbox. */
export function inFew(news: News[]): News[] {
  const newest = news.at(-1)
  if (newest === undefined || news.length <= MOST_TOLD_ONE_BY_ONE) return news
  return [{ id: newest.id, words: `${news.length} new notifications`, excerpt: '', href: '/messaging/notifications/' }]
}

/** Tells of news inside the page. */
export function tellInPage(news: News[]): void {
  for (const { words, href } of inFew(news)) showToast({ words, href })
}
