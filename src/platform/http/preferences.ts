/** What is remembered in the person's cookies about how pages look. */
export interface Preferences {
  theme: 'light' | 'dark' | undefined
  conversationClosed: boolean
}

/** Reads how the person wants pages to look from the request's cookies; anything unknown is ignored. */
export function readPreferences(cookieHeader: string | undefined): Preferences {
  const theme = readCookie(cookieHeader, 'theme')
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
    conversationClosed: readCookie(cookieHeader, 'conversation') === 'closed',
  }
}

function readCookie(header: string | undefined, name: string): string | undefined {
  return header
    ?.split(/;\s*/)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)
}
