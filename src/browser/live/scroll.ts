/** Runs `swap`, after which what lay within `old` is scrolled as it was, in whatever now has the same id. */
export function keepScroll(old: HTMLElement, swap: () => void): void {
  const scrolled = [...old.querySelectorAll('[data-tasks]')].map(({ id, scrollTop }) => ({ id, scrollTop }))
  swap()
  for (const { id, scrollTop } of scrolled) {
    const successor = scrollTop > 0 ? document.getElementById(id) : null
    if (successor !== null) successor.scrollTop = scrollTop
  }
}
