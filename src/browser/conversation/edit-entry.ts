import { callApi } from '../shared/api.ts'
import { showToast } from '../shared/toasts.ts'
import { EntryEditor, type Said } from './entry-editor.ts'
import { addressOf, kindOf, type Entry } from './entries.ts'

/** Addresses of the entries whose words are being asked for. Who asks again meanwhile waits for the same editor. */
const underWay = new Set<string>()

/** Lets an entry be changed where it stands. */
export async function editEntry(entry: Entry): Promise<void> {
  const address = addressOf(entry)
  if (focusEditor(entry) || underWay.has(address)) return
  underWay.add(address)
  const answer = await callApi<Record<string, Said>>('GET', address)
  underWay.delete(address)
  if (!answer.ok) return showToast({ words: answer.error.message })
  const said = answer[kindOf(entry)]
  // Drawn anew while this was asked for, it is another element now; deleted meanwhile, it has no address any more.
  const current = document.getElementById(entry.id)
  if (said === undefined || current === null || addressOf(current) !== address) return
  if (!focusEditor(current)) new EntryEditor(current, said)
}

/** Goes to the editor that is open in an entry. Answers whether there is one. */
function focusEditor(entry: Entry): boolean {
  const open = entry.querySelector<HTMLTextAreaElement>(':scope > [data-added="editor"] textarea')
  open?.focus()
  return open !== null
}
