const OPEN_MENU = 'details.menu[open]'

/** Lets menus behave as menus: one at a time, closed by a click elsewhere and by Escape. */
export function startMenus(): void {
  document.addEventListener('click', ({ target }) => closeOthers(target instanceof Node ? target : null))
  document.addEventListener('focusin', ({ target }) => closeOthers(target instanceof Node ? target : null))
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closeAndReturn()
  })
}

function closeOthers(target: Node | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(OPEN_MENU)) {
    if (!menu.contains(target)) menu.open = false
  }
}

/** The focus goes back to what opened the menu, if it was inside. */
function closeAndReturn(): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(OPEN_MENU)) {
    const hadFocus = menu.contains(document.activeElement)
    menu.open = false
    if (hadFocus) menu.querySelector('summary')?.focus()
  }
}
