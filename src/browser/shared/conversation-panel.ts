import { setCookie } from './cookies.ts'

/** At this width the conversation stands beside the board; below, it floats over it as a popover. */
const docked = window.matchMedia('(width >= 75rem)')

/** Opens and closes the docked conversation, and remembers it. The floating one is the browser's own popover. */
export function startConversationPanel(): void {
  const shell = document.querySelector<HTMLElement>('.shell')
  if (shell === null) return
  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null
    const closes = target?.closest('[data-close-conversation]') ?? null
    const toggles = target?.closest('.conversation-toggle') ?? null
    if (!docked.matches || (closes === null && toggles === null)) return
    // The button is the popover's too, which would float now.
    event.preventDefault()
    setOpen(shell, closes === null && shell.dataset.conversation === 'closed')
  })
}

function setOpen(shell: HTMLElement, isOpen: boolean): void {
  shell.dataset.conversation = isOpen ? 'open' : 'closed'
  setCookie('conversation', shell.dataset.conversation)
  // Whoever closed it with the keyboard goes on at what opens it again.
  if (!isOpen) document.querySelector<HTMLElement>('.conversation-toggle')?.focus()
}
