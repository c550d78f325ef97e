const SIGHT = 'taskflow-in-sight'

/** Says to this site's other tabs whether somebody can see this one: by a lock, which goes with the tab however that ends. */
export function startSight(): void {
  if (!('locks' in navigator)) return
  let leave: (() => void) | undefined
  const tell = (): void => {
    leave?.()
    leave = undefined
    if (document.hidden) return
    const gone = new Promise<void>((resolve) => (leave = resolve))
    void navigator.locks.request(SIGHT, { mode: 'shared' }, () => gone)
  }
  tell()
  document.addEventListener('visibilitychange', tell)
}

/** Whether any tab of this site can be seen. */
export async function isInSight(): Promise<boolean> {
  const { held } = await navigator.locks.query()
  return held?.some(({ name }) => name === SIGHT) === true
}
