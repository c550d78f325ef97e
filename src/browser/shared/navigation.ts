/** Marks the links of the sidebar and the tab bar that lead to the page shown. */
export function markCurrentPlaces(): void {
  const here = withoutSlash(location.pathname)
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.sidebar a[href], .tabbar a[href]')) {
    // A link to a part of a page is not where one is.
    if (link.hash === '' && withoutSlash(link.pathname) === here) link.ariaCurrent = 'page'
  }
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, '')
}
