import { parseFragment } from '../live/patches.ts'

/** Fetches a piece of a page that the server draws. Rejects when it can't be had. */
export async function fetchFragment(address: string, signal?: AbortSignal): Promise<DocumentFragment> {
  const response = await fetch(address, { headers: { accept: 'text/html' }, ...(signal && { signal }) })
  if (!response.ok || response.redirected) throw new Error(`${address} answered ${response.status}`)
  return parseFragment(await response.text())
}
