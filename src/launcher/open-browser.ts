import { spawn } from 'node:child_process'

/** Shows an address in the person's browser, where there is one: the address was printed too, so nothing depends on it. */
export function openBrowser(address: string): void {
  const [command, ...args] = opener(address)
  // On Windows the words go to the shell as they stand: its own quoting is not that of other programs.
  const opened = spawn(command, args, {
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
    windowsVerbatimArguments: true,
  })
  opened.on('error', () => undefined)
  opened.unref()
}

function opener(address: string): [command: string, ...args: string[]] {
  if (process.platform === 'win32') return [process.env['ComSpec'] ?? 'cmd.exe', '/d', '/c', 'start', '""', address]
  return [process.platform === 'darwin' ? 'open' : 'xdg-open', address]
}
