import net from 'node:net'
import type { Instance } from './instance.ts'

const answerDeadlineMs = 3_000

export type ControlCommand = 'status' | 'stop'

export interface ControlAnswer {
  ok: boolean
  error?: string
}

/** A supervisor's control socket: one line of JSON each way, and no answer to whoever doesn't know the token. */
export function listenForControl(instance: Instance, onStop: () => void): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => {
      socket.on('error', () => socket.destroy())
      void readLine(socket)
        .then((line) => answer(line, instance.token, onStop))
        .then((reply) => socket.end(`${JSON.stringify(reply)}\n`))
        .catch(() => socket.destroy())
    })
    server.once('error', reject)
    server.listen(instance.controlPath, () => resolve(server))
  })
}

/**
 * Asks a running supervisor.
 * @throws when nobody listens or no answer comes within 3 s
 */
export async function ask(instance: Instance, command: ControlCommand): Promise<ControlAnswer> {
  const socket = net.connect(instance.controlPath)
  const deadline = setTimeout(() => socket.destroy(new Error('the supervisor did not answer')), answerDeadlineMs)
  try {
    socket.write(`${JSON.stringify({ command, token: instance.token })}\n`)
    return JSON.parse(await readLine(socket)) as ControlAnswer
  } finally {
    clearTimeout(deadline)
    socket.destroy()
  }
}

function answer(line: string, token: string, onStop: () => void): ControlAnswer {
  const request = JSON.parse(line) as { command: ControlCommand; token: string }
  if (request.token !== token) return { ok: false, error: 'wrong token' }
  if (request.command === 'stop') onStop()
  return { ok: true }
}

function readLine(socket: net.Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => {
      text += chunk
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')))
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the connection ended before an answer')))
  })
}
