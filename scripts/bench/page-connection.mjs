// One kept-alive HTTP connection that asks for pages, one after the other, with as little work of its own as possible:
// Node's http client would need as much processor time as the server.
import { once } from 'node:events'
import { connect } from 'node:net'

const answerWithinMs = 10_000

/**
 * @param {URL} url whose path is asked for where no other is named
 * @param {string} cookie
 * @returns {Promise<{ ask: (path?: string) => Promise<{ status: number, bodyBytes: number }>, close: () => void }>}
 */
export async function openPageConnection(url, cookie) {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true })
  await once(socket, 'connect')
  socket.setTimeout(answerWithinMs, () => socket.destroy(new Error('The page did not come')))
  const head = `HTTP/1.1\r\nHost: ${url.host}\r\nCookie: ${cookie}\r\nAccept: text/html\r\n\r\n`
  return {
    ask(path = url.pathname) {
      if (socket.destroyed || !socket.writable) return Promise.reject(new Error('The server closed the connection'))
      const answer = readAnswer(socket)
      socket.write(`GET ${path} ${head}`)
      return answer
    },
    close: () => socket.destroy(),
  }
}

/**
 * @param {import('node:net').Socket} socket
 * @returns {Promise<{ status: number, bodyBytes: number }>}
 */
function readAnswer(socket) {
  return new Promise((resolve, reject) => {
    let head = ''
    let bodyBytes = 0
    let wantedBytes = Number.POSITIVE_INFINITY
    /** @param {Buffer} chunk */
    const onData = (chunk) => {
      if (wantedBytes !== Number.POSITIVE_INFINITY) bodyBytes += chunk.length
      else readHead(chunk)
      if (bodyBytes < wantedBytes) return
      stopListening()
      resolve({ status: Number(head.slice(9, 12)), bodyBytes })
    }
    /** @param {Buffer} chunk */
    const readHead = (chunk) => {
      head += chunk.toString('latin1')
      const end = head.indexOf('\r\n\r\n')
      if (end === -1) return
      wantedBytes = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
      bodyBytes = head.length - end - 4
    }
    /** @param {Error} [error] */
    const onEnd = (error) => {
      stopListening()
      reject(error ?? new Error('The server closed the connection'))
    }
    const stopListening = () => socket.off('data', onData).off('error', onEnd).off('close', onEnd)
    socket.on('data', onData).on('error', onEnd).on('close', onEnd)
  })
}
