export type Question = { heading: string; text: string; yes: string; no: string }

/** Asks before something is lost. Answers whether it is meant; Escape is a no. */
export function ask({ heading, text, yes, no }: Question): Promise<boolean> {
  const template = document.querySelector<HTMLTemplateElement>('template[data-ask-template]')
  const dialog = template?.content.firstElementChild?.cloneNode(true)
  if (!(dialog instanceof HTMLDialogElement)) return Promise.resolve(false)
  const say = (place: string, words: string): void => {
    const element = dialog.querySelector(`[data-ask-${place}]`)
    if (element !== null) element.textContent = words
  }
  say('heading', heading)
  say('text', text)
  say('yes', yes)
  say('no', no)
  return new Promise((resolve) => {
    dialog.querySelector('[data-ask-yes]')?.addEventListener('click', () => dialog.close('yes'))
    dialog.querySelector('[data-ask-no]')?.addEventListener('click', () => dialog.close())
    // What is asked within the task's panel is no event of the panel.
    for (const event of ['cancel', 'click', 'keydown']) dialog.addEventListener(event, (one) => one.stopPropagation())
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(dialog.returnValue === 'yes')
    })
    ;(document.querySelector('dialog[open]') ?? document.body).append(dialog)
    dialog.showModal()
  })
}
