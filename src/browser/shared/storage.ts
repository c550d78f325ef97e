/** What the browser refused to keep (storage switched off, or full). It lasts as long as the page. */
const memory = new Map<string, string>()

/** Answers what is kept under `key`, or null. */
export function recall(key: string): string | null {
  const remembered = memory.get(key)
  return remembered ?? attempt(() => localStorage.getItem(key)) ?? null
}

/** Keeps `text` for this browser, or for this page if the browser can't. */
export function keep(key: string, text: string): void {
  memory.set(key, text)
  attempt(() => {
    localStorage.setItem(key, text)
    memory.delete(key)
  })
}

/** Drops what is kept under `key`. */
export function forget(key: string): void {
  memory.delete(key)
  attempt(() => localStorage.removeItem(key))
}

/** The keys that begin with `prefix`. */
export function keptKeys(prefix: string): string[] {
  const stored = attempt(() => Object.keys(localStorage)) ?? []
  return [...new Set([...stored, ...memory.keys()])].filter((key) => key.startsWith(prefix))
}

/** The same for this tab only, through reloads. Where storage is switched off nothing is kept. */
export function recallForTab(key: string): string | null {
  return attempt(() => sessionStorage.getItem(key)) ?? null
}

/** Keeps `text` for this tab. */
export function keepForTab(key: string, text: string): void {
  attempt(() => sessionStorage.setItem(key, text))
}

/** Drops what is kept for this tab. */
export function forgetForTab(key: string): void {
  attempt(() => sessionStorage.removeItem(key))
}

/** Even touching the storage throws where it is switched off. */
function attempt<Result>(use: () => Result): Result | undefined {
  try {
    return use()
  } catch {
    return undefined
  }
}
