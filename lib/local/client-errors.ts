import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { RawAnswer } from './raw-answer.ts'
import { malformed, type ServerError, serverErrorOf, targetIn } from './server-error.ts'

/**
 * Who is still sending does not read yet. What comes is thrown away, so that the answer is not lost (RFC 9112, section 9.6), for
 * as long as a request may take to come in.
 */
const LINGER_MS = 30_000

/**
 * Answers what Node refuses: a head that is too large, a request that does not arrive in time, bytes that are no request,
 * CONNECT. Node's own answer has no body and no type, and to CONNECT it has none.
 */
export const answerClientErrors = (
  server: Server,
  answerError: (error: ServerError, target: string | undefined) => RawAnswer,
): void => {
  /** The last request of each connection. */
  const last = new WeakMap<Duplex, ServerResponse>()
  const ended = new WeakSet<Duplex>()
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => last.set(incoming.socket, outgoing))

  const refuse = (socket: Duplex, error: ServerError, target: string | undefined) => {
    if (!socket.writable) return
    socket.end(httpText(answerError(error, target)))
    const patience = setTimeout(() => socket.destroy(), LINGER_MS).unref()
    socket.once('close', () => clearTimeout(patience))
  }

  /** Once what came whole before, and is being worked on, is answered. */
  const refuseNext = (socket: Duplex, error: ServerError, target: string | undefined) => {
    const outgoing = last.get(socket)
    if (outgoing === undefined || outgoing.closed) return refuse(socket, error, target)
    outgoing.once('close', () => refuse(socket, error, target))
  }

  server.on('connect', ({ url }, socket) => {
    // Node does not listen for errors of such a connection.
    socket.on('error', () => socket.destroy())
    refuseNext(socket, NO_PROXY, url)
  })
  server.on('clientError', (error: ParserError, socket) => {
    // The parser complains again with each piece that still comes.
    if (ended.has(socket)) return
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    ended.add(socket)

    const outgoing = last.get(socket)
    if (outgoing === undefined || outgoing.closed || outgoing.req.complete) {
      return refuseNext(socket, serverErrorOf(error), targetIn(error.rawPacket))
    }
    if (outgoing.headersSent) return void socket.destroy()
    const refuseThis = () => refuse(socket, serverErrorOf(error), outgoing.req.url)
    // It gets the socket once what came before is answered.
    return outgoing.socket ? refuseThis() : void outgoing.once('socket', refuseThis)
  })
}

const NO_PROXY = malformed('Only a proxy takes CONNECT, and this server is not one; nothing was done.')

type ParserError = Error & { readonly code?: string; readonly rawPacket?: Buffer }

/** An answer as it goes over a connection that Node's HTTP server no longer speaks for. */
const httpText = ({ status, headers, body }: RawAnswer): Buffer => {
  const all = { ...headers, 'Content-Length': Buffer.byteLength(body), Connection: 'close' }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)])
}
