/** Marks the links of the sidebar and the tab bar that lead to the page shown. */
export function markCurrentPlaces(): void {
  const here = withoutSlash(location.pathname)
  for (const link of [...linksWithin('sidebar'), ...linksWithin('tabbar')]) {
    // A link to a part of a page is not where one is.
    if (link.hash === '' && withoutSlash(link.pathname) === here) link.ariaCurrent = 'page'
  }
}

/** From an id the browser gets there at once; a class is looked for in all the page, which may hold thousands of tasks. */
function linksWithin(id: string): Iterable<HTMLAnchorElement> {
  return document.getElementById(id)?.querySelectorAll<HTMLAnchorElement>('a[href]') ?? []
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, '')
}
