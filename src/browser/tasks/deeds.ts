import type { Answer } from '../live/protocol.ts'
import { callApi } from '../shared/api.ts'
import { ask } from '../shared/ask.ts'
import { showToast } from '../shared/toasts.ts'
import { currentSheet, currentTaskId } from './sheet.ts'

export type DeedPort = {
  refresh: () => Promise<void>
  /** Called when the task has left the board. */
  left: (words: string, undo?: () => void) => void
}

/** Lets a task be archived, restored and deleted from its sheet, and its link be copied. */
export function startDeeds(port: DeedPort): void {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || form.dataset.taskDeed === undefined) return
    event.preventDefault()
    const menu = form.closest('details')
    if (menu !== null) menu.open = false
    void deeds[form.dataset.taskDeed]?.(currentTaskId(), port)
  })
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-copy-link]') : null
    if (button !== null) void copyLink(button.dataset.copyLink ?? '')
  })
}

const deeds: Record<string, (taskId: number, port: DeedPort) => Promise<void>> = { archive, restore, delete: remove }

async function archive(taskId: number, port: DeedPort): Promise<void> {
  const answer = await callApi('POST', `/api/v1/tasks/${taskId}/archive`)
  if (refused(answer)) return
  port.left(`Archived “${titleOf()}”.`, () => void restore(taskId, port))
}

async function restore(taskId: number, port: DeedPort): Promise<void> {
  const answer = await callApi('POST', `/api/v1/tasks/${taskId}/restore`)
  if (refused(answer)) return
  showToast({ words: 'It is on the board again.' })
  await port.refresh()
}

async function remove(taskId: number, port: DeedPort): Promise<void> {
  const title = titleOf()
  const isMeant = await ask({
    heading: 'Delete this task for good?',
    text: `“${title}”, its checklist and its description can’t be brought back.`,
    yes: 'Delete for good',
    no: 'Keep it',
  })
  if (!isMeant) return
  const answer = await callApi('DELETE', `/api/v1/tasks/${taskId}`)
  if (!refused(answer)) port.left(`Deleted “${title}”.`)
}

function refused(answer: Answer<object>): boolean {
  if (!answer.ok) showToast({ words: answer.error.message })
  return !answer.ok
}

function titleOf(): string {
  return currentSheet()?.querySelector('#task-title')?.textContent ?? ''
}

async function copyLink(path: string): Promise<void> {
  const address = new URL(path, location.href).href
  // Browsers lend the clipboard to pages that came over HTTPS, or from this machine.
  const isCopied = await (navigator.clipboard as Clipboard | undefined)?.writeText(address).then(
    () => true,
    () => false,
  )
  showToast({ words: isCopied === true ? 'Link copied.' : `This is the link: ${address}` })
}
