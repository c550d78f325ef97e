import { callApi } from '../shared/api.ts'
import { ask } from '../shared/ask.ts'
import { showToast } from '../shared/toasts.ts'
import { addressOf, kindOf, type Entry } from './entries.ts'

/** Deletes an entry, after asking. The page is told as everybody else's is. */
export async function deleteEntry(entry: Entry): Promise<void> {
  // The dialog gives the focus back to where it was: the entry stays, its buttons do not.
  entry.focus({ preventScroll: true })
  const isMeant = await ask({
    heading: `Delete this ${kindOf(entry)}?`,
    text: 'Its line stays and says that it was deleted. What it says can’t be had back.',
    yes: 'Delete',
    no: 'Keep it',
  })
  if (!isMeant) return
  const answer = await callApi('DELETE', addressOf(entry))
  if (!answer.ok) showToast({ words: `Not deleted. ${answer.error.message}` })
}
