import type { OpenPage } from './stage.ts'

/** How long pages were not live although nothing was broken any more. */
export interface Outages {
  /** A fault begins, and ends. */
  begin(): void
  end(): void
  longestMs(): number
}

const lookEveryMs = 250

/** Looks at the notice that a page shows while it is not live. */
export function watchNotices(pages: OpenPage[]): Outages {
  const downSince = new Map<OpenPage, number>()
  let broken = 0
  let allUpSince = Date.now()
  let longest = 0
  const look = async (open: OpenPage): Promise<void> => {
    const isDown = await open.page
      .locator('.connection[data-state="reconnecting"]:not([hidden])')
      .isVisible({ timeout: 1000 })
      .catch(() => true)
    if (!isDown) downSince.delete(open)
    else if (!downSince.has(open)) downSince.set(open, Date.now())
    const since = downSince.get(open)
    if (since !== undefined && broken === 0) longest = Math.max(longest, Date.now() - Math.max(since, allUpSince))
  }
  for (const open of pages) {
    const timer = setInterval(() => void look(open), lookEveryMs)
    open.page.on('close', () => clearInterval(timer))
    timer.unref()
  }
  return {
    begin: () => (broken += 1),
    end() {
      broken -= 1
      if (broken === 0) allUpSince = Date.now()
    },
    longestMs: () => longest,
  }
}
