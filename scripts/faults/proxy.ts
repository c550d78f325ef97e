import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A way to a port of this machine that can be cut and held up. */
export interface Proxy {
  url: string
  /** Ends every connection, as a broken network does. */
  cut(): void
  /** Lets nothing through for so long; nobody is told. */
  holdUp(forMs: number): Promise<void>
  close(): void
}

export async function openProxy(port: number): Promise<Proxy> {
  const sockets = new Set<Socket>()
  let isHeldUp = false
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) {
      sockets.add(socket)
      if (isHeldUp) socket.pause()
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const cut = (): void => sockets.forEach((socket) => socket.destroy())
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    async holdUp(forMs) {
      isHeldUp = true
      for (const socket of sockets) socket.pause()
      await new Promise((resolve) => {
        setTimeout(resolve, forMs)
      })
      isHeldUp = false
      for (const socket of sockets) socket.resume()
    },
    close() {
      server.close()
      cut()
    },
  }
}
