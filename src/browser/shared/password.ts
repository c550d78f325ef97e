/** Lets the button beside a password show what is typed. */
export function startPasswords(): void {
  for (const button of document.querySelectorAll<HTMLElement>('.password button')) {
    const field = button.parentElement?.querySelector('input')
    if (field === null || field === undefined) continue
    button.hidden = false
    button.addEventListener('click', () => toggle(button, field))
  }
}

/** The label stays: it is the pressed state that changes. */
function toggle(button: HTMLElement, field: HTMLInputElement): void {
  const isShown = field.type === 'text'
  field.type = isShown ? 'password' : 'text'
  button.ariaPressed = String(!isShown)
  field.focus()
}
