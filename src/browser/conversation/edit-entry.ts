import { callApi } from '../shared/api.ts'
import { showToast } from '../shared/toasts.ts'
import { EntryEditor, type Said } from './entry-editor.ts'
import { addressOf, kindOf, type Entry } from './entries.ts'

/** Lets an entry be changed where it stands. */
export async function editEntry(entry: Entry): Promise<void> {
  const open = entry.querySelector<HTMLTextAreaElement>(':scope > [data-added="editor"] textarea')
  if (open !== null) return open.focus()
  const answer = await callApi<Record<string, Said>>('GET', addressOf(entry))
  if (!answer.ok) return showToast({ words: answer.error.message })
  const said = answer[kindOf(entry)]
  // Drawn anew while this was asked for, it is another element now.
  const current = document.getElementById(entry.id)
  if (said !== undefined && current !== null) new EntryEditor(current, said)
}
