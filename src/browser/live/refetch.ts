/**
 * Fetches a page of this site and answers its document.
 * Rejects when it can't be had or has moved (to the sign-in form, for example).
 */
export async function fetchPage(address: string): Promise<Document> {
  const response = await fetch(address, { headers: { accept: 'text/html' }, cache: 'no-store' })
  if (!response.ok || response.redirected) throw new Error(`${address} answered ${response.status}`)
  return new DOMParser().parseFromString(await response.text(), 'text/html')
}
