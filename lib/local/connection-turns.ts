import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** No client that waits for its answers sends as many requests before on one connection. */
export const MAX_WAITING = 1_000

/** `undefined`: a request may begin at once. Otherwise it waits, and its client may go away meanwhile. */
type Turn = Promise<'begin' | 'gone'> | undefined

/**
 * Gives the requests of one connection their turn one after the other. Node hands over all that have come, so that a client
 * that sends requests and reads no answer would have thousands worked on at once, and all their answers stored for it.
 *
 * A connection where {@link MAX_WAITING} requests wait is cut off.
 */
export const connectionTurns = () => {
  const connections = new WeakMap<Duplex, { last: ServerResponse; waiting: number }>()

  return (incoming: IncomingMessage, outgoing: ServerResponse): Turn => {
    const connection = connections.get(incoming.socket)
    if (connection === undefined) {
      connections.set(incoming.socket, { last: outgoing, waiting: 0 })
      return undefined
    }
    const { last } = connection
    connection.last = outgoing
    return last.closed ? undefined : after(last, incoming, connection)
  }
}

const after = async (last: ServerResponse, { socket }: IncomingMessage, connection: { waiting: number }) => {
  connection.waiting += 1
  if (connection.waiting > MAX_WAITING) socket.destroy()
  await once(last, 'close')
  connection.waiting -= 1
  return socket.destroyed ? 'gone' : 'begin'
}
