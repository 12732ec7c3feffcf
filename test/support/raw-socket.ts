import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface RawSocket extends Socket {
  /** All that has come so far. */
  received(): string
  /** Once the connection is closed, from whichever end. */
  readonly ended: Promise<void>
}

/**
 * A connection to a server, for bytes as they are. That it breaks off is one way to end: a server may close it while more is still
 * on its way.
 */
export const openSocket = async (
  url: string,
  options: { readonly allowHalfOpen?: boolean } = {},
): Promise<RawSocket> => {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', ...options })
  socket.on('error', () => undefined)
  let text = ''
  socket.on('data', chunk => {
    text += chunk
  })
  const ended = new Promise<void>(resolve => socket.once('close', () => resolve()))
  await once(socket, 'connect')
  return Object.assign(socket, { received: () => text, ended })
}
